"""What the program uses of sqlcipher3, which ships no types: the standard sqlite3 module's own."""

from sqlite3 import *

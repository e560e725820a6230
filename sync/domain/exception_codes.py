"""The codes by which exceptions and their root causes are counted (domain.md 5.1, 5.2).

A code's first character or two name its branch: "D21" is of documents and of L/Cs, "PR32" of the
process. Their words are in resources/messages.
"""

# fmt: off
EXCEPTION_CODES: tuple[str, ...] = (
    "C11", "C12", "C13", "C14",
    "C21", "C22", "C23",
    "C31", "C32", "C33",
    "S11", "S12", "S13",
    "S21", "S22", "S23",
    "S31", "S32", "S33",
    "Q11", "Q12", "Q13",
    "Q21", "Q22", "Q23",
    "Q31", "Q32", "Q33",
    "L11", "L12", "L13",
    "L21", "L22", "L23",
    "L31", "L32", "L33",
    "D11", "D12", "D13",
    "D21", "D22", "D23",
    "D31", "D32", "D33",
    "D41", "D42", "D43",
    "P11", "P12", "P13", "P14",
    "P21", "P22", "P23",
    "P31", "P32", "P33",
    "P41", "P42",
    "R11", "R12", "R13",
    "R21", "R22", "R23",
    "R31", "R32",
    "I11", "I12", "I13",
    "I21", "I22", "I23",
    "I31", "I32", "I33",
)
ROOT_CAUSES: tuple[str, ...] = (
    "PR11", "PR12", "PR13",
    "PR21", "PR22", "PR23",
    "PR31", "PR32", "PR33",
    "SY11", "SY12", "SY13",
    "SY21", "SY22", "SY23",
    "PE11", "PE12",
    "PE21", "PE22",
    "PE31", "PE32",
    "EX11", "EX12",
    "EX21", "EX22", "EX23",
    "EX31", "EX32", "EX33",
)
# fmt: on

SYSTEM_TROUBLE = "I2"
"""The branch of what is wrong with the program itself: it may be on no order."""
CLAIM = "C23"
"""The code of a buyer's complaint."""
PEOPLE = "PE"
OWN_CAUSES = ("PR", "SY")
"""Branches that say why the process or a system let a person's slip happen."""


def unclassified(codes: dict[str, int]) -> int:
    """Return how many exceptions were counted under no code of the taxonomy."""
    return sum(count for code, count in codes.items() if code not in EXCEPTION_CODES)

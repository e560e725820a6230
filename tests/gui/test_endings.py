"""A program that is asked to end by a signal ends, though nothing else happens in its loop."""

import os
import signal
import threading

from desktop.app.endings import Ending


def test_a_signal_ends_the_loop_and_the_handlers_come_back(qapp):
    before = signal.getsignal(signal.SIGTERM)
    ending = Ending(qapp)
    teller = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM))
    teller.start()
    try:
        qapp.exec()
    finally:
        teller.join()
        ending.close()
    assert signal.getsignal(signal.SIGTERM) is before

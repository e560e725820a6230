"""What every test needs: Qt without a screen."""

import os

# Read by Qt when the first application object is made, so it is set before any test runs.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

"""What both ends must agree on, or say to each other: rules, storage, wire, actions, two roles.

The rules live here and not in `desktop`, because head office must judge with the very function that
the desk tried, and a server must install without Qt.
"""

"""Parts of screens, painted from the theme; they know no order and no task."""

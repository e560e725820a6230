"""Reading what others made: sheets of orders and the SCMS export, line by line, nothing trusted."""

"""The top of an order of work as things to do today, and what is said of them."""

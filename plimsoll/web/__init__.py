"""SHOW: pages, made on the server. A page makes one call into `queries` or `actions`, and shows what comes back."""

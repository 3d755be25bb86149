"""The roads in: command line, browser, worker, scheduler. Thin: they read input, call a service, show the outcome."""

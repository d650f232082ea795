"""The whole way once, on this machine: a web site, a scheduler, a mail server, a webhook receiver."""

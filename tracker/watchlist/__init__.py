"""What is watched: services, policies, their sources, and the configuration that names them."""

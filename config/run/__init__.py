"""What `./run` does once its environment stands, a module for each command."""

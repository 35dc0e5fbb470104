"""From chunks to ranked passages: vectors, terms and written questions, built once and verified before each use."""

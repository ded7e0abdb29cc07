"""What does a pupil list change here? Between the plain reading of a file and the acts that a person confirms."""

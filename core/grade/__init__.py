"""The main job: from a `GradeJob` to a LUT, a graded clip and a report."""

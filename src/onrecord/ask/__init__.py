"""Questions that a record answers: what was said, who somebody is, what a document has, what was done."""

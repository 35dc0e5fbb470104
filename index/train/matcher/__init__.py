"""Learning again how well a sentence answers a question, from the written questions.

A question and the sentence that it was written for are a pair that fits. A question that the handbook does not answer
and the sentences most like it are pairs that do not, and so, with less weight, are an answered question and other
sentences like it.
"""

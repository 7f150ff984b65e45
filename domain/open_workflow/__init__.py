"""The Open Workflow language (CNCF Serverless Workflow DSL 1.0.3): the profile that Pointsman runs.

Workflow code imports ``shape``, ``tasks`` and ``calls``, so they and this module load nothing heavy.
"""

"""The web chat without Gradio: escaped pages, the conversation, exports, and what guards the server.

`assistant/app.py` wires this to Gradio; nothing in here imports it. Every page is built with `markup.element`,
so text of a handbook or of a user can never become markup.
"""

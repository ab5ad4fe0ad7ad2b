"""The pages, one file each; what begins with an underscore are parts that pages share.

`_frame/` has the list of pages and the script that shows them.
"""

"""Brings the word that an address names to the top of the window."""

import streamlit as st

TO_THE_WORD = """
<script>
(async () => {
  const height = () => document.querySelector('.stMain').scrollHeight
  for (let before = 0, same = 0, looks = 0; same < 3 && looks < 50; looks++) {
    same = height() === before ? same + 1 : 0
    before = height()
    await new Promise(done => setTimeout(done, 100))
  }
  document.getElementById(location.hash.slice(1))?.scrollIntoView()
})()
</script>
"""
"""Streamlit goes to a heading as soon as that is there, when texts above it may still be to come and push it
down. So go again once the page has had one height for a while."""


def to_the_word() -> None:
    """Shows the word of the address once the page is complete; leaves the page alone where it names none."""
    st.html(TO_THE_WORD, unsafe_allow_javascript=True)

"""From a stored blob to pages with words: `prepare`, then `recognise` page by page, then `indexer.pdfa.build_pdfa`.

options = PipelineOptions()
prepared = prepare(blob, "журнал.pdf", workdir, options)
results = list(recognise(prepared, options))
outcome = build_pdfa(prepared, results, workdir / "copy.pdf", title="Классный журнал", options=options)
"""

from indexer.pipeline.drawing import render_page
from indexer.pipeline.options import PipelineOptions
from indexer.pipeline.preparation import prepare
from indexer.pipeline.prepared import PageSource, Prepared
from indexer.pipeline.recognition import plain_text, recognise
from indexer.pipeline.table_lines import table_lines

__all__ = [
    "PageSource",
    "PipelineOptions",
    "Prepared",
    "plain_text",
    "prepare",
    "recognise",
    "render_page",
    "table_lines",
]

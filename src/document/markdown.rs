//! Markdown: blocks and what in them is prose.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::table::Cell;
use super::{Block, Layout, Scope, blank_except};

/// The blocks of a Markdown text, from byte `start` on.
pub(super) fn layout(text: &str, start: usize) -> Layout {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH;
    let body = &text[start..];
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        reader.event(event, start + range.start..start + range.end, text);
    }
    reader.finish_block();
    reader.kept.sort_by_key(|range| range.start);
    Layout {
        prose: blank_except(text, &reader.kept),
        blocks: reader.blocks,
        comments: reader.comments,
        cells: reader.cells,
    }
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    kept: Vec<Range<usize>>,
    comments: Vec<Range<usize>>,
    current: Option<Block>,
    quotes: usize,
    items: usize,
    code: bool,
    image: usize,
    heading: bool,
    row: bool,
    header: bool,
    /// The headings of the table's columns, empty ones included.
    headings: Vec<Range<usize>>,
    /// What the cells of this row hold so far.
    columns: Vec<Range<usize>>,
    cells: Vec<Cell>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, text: &str) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag, text),
            Event::Text(_) if self.header => extend(&mut self.headings, &range),
            // The names of columns state nothing by themselves.
            Event::Text(_) if !self.code && !self.header && self.image == 0 => self.keep_text(range, text),
            Event::Html(_) | Event::InlineHtml(_) => self.html(range, text),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                self.finish_block();
                self.heading = true;
            }
            Tag::Paragraph | Tag::FootnoteDefinition(_) => self.finish_block(),
            Tag::Item => {
                self.finish_block();
                self.items += 1;
            }
            Tag::BlockQuote(_) => {
                self.finish_block();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.finish_block();
                self.code = true;
            }
            Tag::TableHead => {
                self.finish_block();
                self.header = true;
                self.headings.clear();
            }
            Tag::TableCell if self.header => self.headings.push(0..0),
            Tag::TableCell => self.columns.push(0..0),
            Tag::TableRow => {
                self.finish_block();
                self.row = true;
                self.columns.clear();
            }
            Tag::Image { .. } => self.image += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, text: &str) {
        match tag {
            TagEnd::Heading(_) => {
                self.finish_block();
                self.heading = false;
            }
            TagEnd::Paragraph | TagEnd::FootnoteDefinition => self.finish_block(),
            TagEnd::Item => {
                self.finish_block();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::BlockQuote(_) => {
                self.finish_block();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => self.code = false,
            TagEnd::TableHead => {
                self.finish_block();
                self.header = false;
            }
            TagEnd::TableRow => {
                self.finish_block();
                self.row = false;
                self.finish_row(text);
            }
            TagEnd::Image => self.image = self.image.saturating_sub(1),
            _ => {}
        }
    }

    fn keep_text(&mut self, range: Range<usize>, text: &str) {
        // A bare URL is no prose.
        let words = &text[range.clone()];
        let mut at = range.start;
        for (offset, word) in words.split_inclusive(char::is_whitespace).scan(0, |sum, word| {
            let offset = *sum;
            *sum += word.len();
            Some((offset, word))
        }) {
            if is_address(word) {
                self.keep(at..range.start + offset);
                at = range.start + offset + word.trim_end().len();
            }
        }
        self.keep(at..range.end);
    }

    fn keep(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let scope = self.scope();
        let block = self.current.get_or_insert(Block {
            range: range.clone(),
            scope,
        });
        block.range.end = block.range.end.max(range.end);
        if self.row {
            extend(&mut self.columns, &range);
        }
        self.kept.push(range);
    }

    fn html(&mut self, range: Range<usize>, text: &str) {
        if text[range.clone()].trim_start().starts_with("<!--") {
            self.comments.push(range);
        }
    }

    fn scope(&self) -> Scope {
        if self.quotes > 0 {
            Scope::Quotation
        } else if self.heading {
            Scope::Heading
        } else if self.row {
            Scope::TableRow
        } else if self.items > 0 {
            Scope::ListItem
        } else {
            Scope::Prose
        }
    }

    fn finish_block(&mut self) {
        self.blocks.extend(self.current.take());
    }

    /// Every cell but the first, with the row's first cell and the column's heading.
    fn finish_row(&mut self, text: &str) {
        // The bar between two cells stays: what stands on its sides is not one name.
        for pair in self.columns.windows(2) {
            if let Some(bar) = text.get(pair[0].end..pair[1].start).and_then(|gap| gap.find('|')) {
                let bar = pair[0].end + bar;
                self.kept.push(bar..bar + 1);
            }
        }
        let Some((label, values)) = self.columns.split_first().filter(|(label, _)| !label.is_empty()) else {
            return;
        };
        for (value, heading) in values.iter().zip(self.headings.iter().skip(1)) {
            if !value.is_empty() && !heading.is_empty() {
                self.cells.push(Cell {
                    label: label.clone(),
                    heading: heading.clone(),
                    value: value.clone(),
                });
            }
        }
    }
}

/// Makes the last cell reach over `range`.
fn extend(cells: &mut [Range<usize>], range: &Range<usize>) {
    if let Some(cell) = cells.last_mut() {
        let start = if cell.start == cell.end {
            range.start
        } else {
            cell.start
        };
        *cell = start..range.end;
    }
}

/// Whether a word is a web or mail address.
pub(super) fn is_address(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '<', '[', '"', '\'']);
    word.starts_with("http://")
        || word.starts_with("https://")
        || word.starts_with("www.")
        || word.contains('@') && word.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_links_images_and_comments_are_not_prose() {
        let text = "# Title\n\nThe **firm** `raised 3` see [the site](https://x.y/2025) ![alt 4](p.png).\n\n```\n5 jobs\n```\n\n<!-- note -->\n\n| a | b |\n|---|---|\n| Lyon | 12 |\n\n> quoted\n";
        let layout = layout(text, 0);
        let blocks: Vec<(Scope, String)> = layout
            .blocks
            .iter()
            .map(|block| {
                let words: Vec<&str> = layout.prose[block.range.clone()].split_whitespace().collect();
                (block.scope, words.join(" "))
            })
            .collect();
        assert_eq!(
            blocks,
            [
                (Scope::Heading, "Title".into()),
                (Scope::Prose, "The firm see the site .".into()),
                (Scope::TableRow, "Lyon | 12".into()),
                (Scope::Quotation, "quoted".into()),
            ]
        );
        assert_eq!(layout.prose.len(), text.len());
        assert_eq!(layout.comments.len(), 1);
    }
}

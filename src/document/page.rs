//! What the reader of a format puts down, piece by piece: words in blocks, rows, keys, comments.
//!
//! Offsets are those of the text. What is not put down is no prose.

use std::ops::Range;

use super::Scope;
use super::metadata::Metadata;

/// The blocks of a text before it is cut into sentences.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// Same length as the text; blanks where there is no prose.
    pub(super) prose: String,
    pub(super) blocks: Vec<Block>,
    /// Comments: where they stand and what they hold.
    pub(super) comments: Vec<Range<usize>>,
    /// Values whose place says what they are.
    pub(super) cells: Vec<Cell>,
    /// What the document says about itself.
    pub(super) metadata: Metadata,
    /// What could not be read, and why.
    pub(super) skipped: Vec<(Range<usize>, String)>,
}

/// A paragraph, heading, item or row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) range: Range<usize>,
    pub(super) scope: Scope,
    /// How deep a heading stands, from 1; 0 for what is none.
    pub(super) level: u8,
    /// Whether every word is a link.
    pub(super) links_only: bool,
    /// Where it stands, when it is no part of the article.
    pub(super) aside: Option<Aside>,
}

/// What stands around or below an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aside {
    /// Links that lead elsewhere.
    Navigation,
    /// What readers say.
    Comments,
}

/// A value whose place says what it is: in a table, or behind its key. Ranges may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cell {
    /// The label of its row; empty behind a key.
    pub(super) row: Range<usize>,
    /// Its key, or the heading of its column.
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
    /// The heading of the column of labels, which may hold a unit for all.
    pub(super) corner: Range<usize>,
    /// The row, or key and value together: what is shown of it.
    pub(super) line: Range<usize>,
    /// Whether the row's label is a name for sure.
    pub(super) is_named: bool,
    /// The attribute that the configuration says it is.
    pub(super) attribute: Option<String>,
    /// Where it stands, when it is no part of the article.
    pub(super) aside: Option<Aside>,
}

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Range<usize>>,
    /// The words of its cells without markup; empty where the cells hold nothing else.
    pub(super) parts: Vec<Range<usize>>,
    /// Whether its cells name the columns.
    pub(super) is_heading: bool,
}

/// What has been put down so far.
#[derive(Debug, Default)]
pub(super) struct Page {
    blocks: Vec<Block>,
    kept: Vec<Range<usize>>,
    /// Places between cells where a bar keeps their words apart.
    bars: Vec<usize>,
    open: Option<Block>,
    /// Where the next pieces stand, when they are no part of the article.
    pub(super) aside: Option<Aside>,
    pub(super) comments: Vec<Range<usize>>,
    pub(super) cells: Vec<Cell>,
    pub(super) metadata: Metadata,
    pub(super) skipped: Vec<(Range<usize>, String)>,
}

impl Page {
    /// Words of the block that is open, or of a new one of that scope. Addresses are left out.
    pub(super) fn words(&mut self, text: &str, range: Range<usize>, scope: Scope, level: u8) {
        let mut at = range.start;
        let mut place = range.start;
        for word in text[range.clone()].split_inclusive(char::is_whitespace) {
            let start = place;
            place += word.len();
            if is_address(word) {
                self.keep(at..start, scope, level);
                at = start + word.trim_end().len();
            }
        }
        self.keep(at..range.end, scope, level);
    }

    /// A stretch of words as it is.
    pub(super) fn keep(&mut self, range: Range<usize>, scope: Scope, level: u8) {
        if range.is_empty() {
            return;
        }
        let block = self.open.get_or_insert(Block {
            range: range.clone(),
            scope,
            level,
            links_only: false,
            aside: self.aside,
        });
        block.range.end = block.range.end.max(range.end);
        self.kept.push(range);
    }

    /// Ends the block that is open.
    pub(super) fn close(&mut self) {
        self.blocks.extend(self.open.take());
    }

    /// Ends the block that is open, and says that all of it was links.
    pub(super) fn close_links(&mut self) {
        if let Some(block) = &mut self.open {
            block.links_only = true;
        }
        self.close();
    }

    /// What the open block holds so far.
    pub(super) fn open_range(&self) -> Option<Range<usize>> {
        self.open.as_ref().map(|block| block.range.clone())
    }

    /// How many blocks have been put down.
    pub(super) fn block_count(&self) -> usize {
        self.blocks.len()
    }

    /// Whether a block is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Keeps the words on both sides of a gap apart.
    pub(super) fn part(&mut self, before: &Range<usize>, behind: &Range<usize>) {
        if before.end < behind.start {
            self.bars.push((before.end + behind.start) / 2);
        }
    }

    /// A key and its value, shown as one line.
    pub(super) fn key(&mut self, key: Range<usize>, value: Range<usize>) {
        if key.is_empty() || value.is_empty() {
            return;
        }
        let line = key.start.min(value.start)..key.end.max(value.end);
        self.part(&key, &value);
        self.cells.push(Cell {
            key,
            value,
            line,
            aside: self.aside,
            ..Cell::default()
        });
    }

    /// A whole table, whose words have not been put down yet.
    pub(super) fn table(&mut self, rows: &[Row]) {
        self.close();
        let headings = rows.iter().find(|row| row.is_heading).map(|row| row.cells.as_slice());
        let named = headings.is_some_and(|headings| headings.iter().skip(1).any(|heading| !heading.is_empty()));
        for row in rows.iter().filter(|row| !row.is_heading) {
            let filled: Vec<&Range<usize>> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
            let (Some(first), Some(last)) = (filled.first(), filled.last()) else {
                continue;
            };
            let line = first.start..last.end.max(first.end);
            for pair in filled.windows(2) {
                self.part(pair[0], pair[1]);
            }
            let whole: Vec<Range<usize>> = filled.iter().map(|cell| (*cell).clone()).collect();
            for part in if row.parts.is_empty() { &whole } else { &row.parts } {
                self.keep(part.clone(), Scope::TableRow, 0);
            }
            self.close();
            let Some((label, values)) = row.cells.split_first().filter(|(label, _)| !label.is_empty()) else {
                continue;
            };
            let headings = headings.filter(|_| named);
            for (column, value) in values.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
                let heading = headings.and_then(|headings| headings.get(column + 1)).cloned();
                let cell = match heading {
                    Some(heading) => Cell {
                        row: label.clone(),
                        key: heading,
                        corner: headings
                            .and_then(|headings| headings.first())
                            .cloned()
                            .unwrap_or_default(),
                        ..Cell::default()
                    },
                    // A table of two columns without headings is a list of keys.
                    None if row.cells.len() == 2 && headings.is_none() => Cell {
                        key: label.clone(),
                        ..Cell::default()
                    },
                    None => continue,
                };
                self.cells.push(Cell {
                    value: value.clone(),
                    line: line.clone(),
                    aside: self.aside,
                    ..cell
                });
            }
        }
    }

    /// The blocks in the order of the text.
    pub(super) fn finish(mut self, text: &str) -> Layout {
        self.close();
        self.kept.sort_by_key(|range| range.start);
        self.blocks.sort_by_key(|block| block.range.start);
        let mut prose = blank_except(text, &self.kept).into_bytes();
        for bar in self.bars {
            if let Some(byte) = prose.get_mut(bar).filter(|byte| **byte == b' ' || **byte == b'\n') {
                *byte = b'|';
            }
        }
        Layout {
            prose: String::from_utf8(prose).unwrap_or_default(),
            blocks: self.blocks,
            comments: self.comments,
            cells: self.cells,
            metadata: self.metadata,
            skipped: self.skipped,
        }
    }
}

/// Keeps the given ranges of `text` and replaces every other byte by a space, line ends excepted.
fn blank_except(text: &str, kept: &[Range<usize>]) -> String {
    let mut prose = String::with_capacity(text.len());
    let mut at = 0;
    for range in kept {
        if range.start < at {
            continue;
        }
        push_blank(&mut prose, &text[at..range.start]);
        prose.push_str(&text[range.clone()]);
        at = range.end;
    }
    push_blank(&mut prose, &text[at..]);
    prose
}

fn push_blank(prose: &mut String, text: &str) {
    prose.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

/// Whether a word is a web or mail address.
pub(super) fn is_address(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '<', '[', '"', '\'']);
    word.starts_with("http://")
        || word.starts_with("https://")
        || word.starts_with("www.")
        || word.contains('@') && word.contains('.')
}

/// A range without the blanks at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}

/// The lines of `text[within]`, without their ends.
pub(super) fn lines(text: &str, within: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = within.start;
    text[within].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..at - usize::from(line.ends_with('\n'))
    })
}

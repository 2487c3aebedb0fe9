//! A sentence as a frame shows it: alone, escaped, broken into rows that fit.

use std::path::Path;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::ROWS_SHOWN;
use crate::diagnostic::Side;
use crate::report::{Report, Style, address, escaped};
use crate::source::{LineIndex, RepoPath, Span};

/// A sentence as it is shown.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// `path:line:column` of the value in the article.
    pub(super) place: String,
    /// The rows, escaped, each with its line end.
    pub(super) text: String,
    /// One label for each row that holds a part of the value; the last one has the message.
    pub(super) labels: Vec<LabeledSpan>,
    /// The line number before each row, blank where a row continues a line; of equal length.
    pub(super) numbers: Vec<String>,
    /// The line that miette is told, such that its last number is the last one here.
    pub(super) base: usize,
}

impl Excerpt {
    /// Nothing for a text without a single character, such as that of an unreadable file.
    pub(super) fn new(side: &Side, report: &Report<'_>, columns: usize, style: Style) -> Option<Self> {
        let source = report.sources.get(side.label.location.source);
        let text: &str = source.text();
        if text.is_empty() {
            return None;
        }
        let index = LineIndex::new(text);
        let value = fitted(text, side.label.location.span);
        let mut sentence = value;
        if side.sentence.source == side.label.location.source {
            let span = fitted(text, side.sentence.span);
            sentence = Span::new(span.start.min(value.start), span.end.max(value.end));
        }
        let last_line = index.position(text, sentence.end).line;
        let columns = columns.saturating_sub(last_line.to_string().len() + 4);
        let ellipsis = if style.unicode { "…" } else { "..." };
        let label = side.label.message.as_ref().map(|message| escaped(&report.say(message)));
        let label = label.unwrap_or_default();
        let layout = Layout {
            text,
            index: &index,
            value,
            columns: columns.saturating_sub(2 * (ellipsis.chars().count() + 1)),
            label: width_of(&label),
        };
        let rows = around_value(layout.rows(sentence), value);

        let at = index.position(text, value.start);
        let mut excerpt = Self {
            place: linked(
                &format!("{}:{}:{}", escaped(source.path.as_str()), at.line, at.column),
                report.top.filter(|_| style.hyperlinks),
                &source.path,
            ),
            text: String::new(),
            labels: Vec::new(),
            numbers: Vec::new(),
            base: 0,
        };
        let last = rows.last().map_or(at.line, |row| row.line);
        excerpt.base = last.saturating_sub(rows.len());
        let digits = last.max(rows.len()).to_string().len();
        let mut previous = 0;
        for row in rows {
            let number = if row.line == previous {
                String::new()
            } else {
                row.line.to_string()
            };
            excerpt.numbers.push(format!("{number:>digits$}"));
            previous = row.line;
            excerpt.push(text, row, value, ellipsis);
        }
        excerpt.name_value(&label, columns);
        Some(excerpt)
    }

    fn push(&mut self, text: &str, row: Row, value: Span, ellipsis: &str) {
        if row.cut_before {
            self.text.push_str(ellipsis);
            self.text.push(' ');
        }
        let start = value.start.clamp(row.span.start, row.span.end);
        let end = value.end.clamp(row.span.start, row.span.end);
        self.text.push_str(&shown(&text[row.span.start..start]));
        let from = self.text.len();
        self.text.push_str(&shown(&text[start..end]));
        if row.holds(value) {
            self.labels.push(LabeledSpan::new(None, from, self.text.len() - from));
        }
        self.text.push_str(&shown(&text[end..row.span.end]));
        if row.cut_after {
            self.text.push(' ');
            self.text.push_str(ellipsis);
        }
        self.text.push('\n');
    }

    /// Gives the last label its message, in lines that fit to the right of the caret.
    fn name_value(&mut self, label: &str, columns: usize) {
        let (from, length) = match self.labels.pop() {
            Some(last) => (last.offset(), last.len()),
            None => (0, 0),
        };
        let row_start = self.text[..from].rfind('\n').map_or(0, |at| at + 1);
        let caret = width_of(&self.text[row_start..from]) + width_of(&self.text[from..from + length]) / 2;
        let message = filled(label, columns.saturating_sub(caret + 4).max(16)).join("\n");
        self.labels.push(LabeledSpan::new(
            Some(message).filter(|message| !message.is_empty()),
            from,
            length,
        ));
    }
}

impl SourceCode for Excerpt {
    /// The whole excerpt, whatever is asked for.
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::from((0, self.text.len()));
        let lines = self.numbers.len();
        Ok(Box::new(MietteSpanContents::new_named(
            self.place.clone(),
            self.text.as_bytes(),
            whole,
            self.base,
            0,
            lines,
        )))
    }
}

/// A place as a link of the terminal (OSC 8) to its file below `top`; as it is where there is none.
fn linked(place: &str, top: Option<&Path>, path: &RepoPath) -> String {
    let Some(top) = top.and_then(Path::to_str).filter(|top| top.starts_with('/')) else {
        return place.to_owned();
    };
    let file = format!("{}/{path}", top.trim_end_matches('/'));
    let address = address(&file);
    format!("\u{1b}]8;;file://{address}\u{1b}\\{place}\u{1b}]8;;\u{1b}\\")
}

/// A part of one line, narrow enough to be shown in one piece.
#[derive(Debug, Clone, Copy)]
struct Row {
    line: usize,
    span: Span,
    cut_before: bool,
    cut_after: bool,
}

impl Row {
    fn holds(self, value: Span) -> bool {
        if value.is_empty() {
            self.span.contains(value)
        } else {
            self.span.overlaps(value)
        }
    }
}

/// What decides where rows begin and end.
struct Layout<'a> {
    text: &'a str,
    index: &'a LineIndex,
    value: Span,
    /// How wide a row may be.
    columns: usize,
    /// How wide the message below the value is.
    label: usize,
}

impl Layout<'_> {
    /// The lines of `sentence`; of a line that does not fit, what belongs to the sentence.
    fn rows(&self, sentence: Span) -> Vec<Row> {
        let first = self.index.position(self.text, sentence.start).line;
        let last = self.index.position(self.text, sentence.end).line;
        let mut rows = Vec::new();
        for line in first..=last {
            let whole = self.index.line_span(self.text, line);
            let part = Span::new(
                whole.start.max(sentence.start).min(whole.end),
                whole.end.min(sentence.end),
            );
            let fits =
                whole.len() <= 8 * self.columns && width_of(&shown(&self.text[whole.start..whole.end])) <= self.columns;
            let spans = broken(
                self.text,
                if fits { whole } else { part },
                self.value,
                self.columns,
                self.label,
            );
            let ends = spans
                .first()
                .zip(spans.last())
                .map(|(first, last)| (first.start, last.end));
            rows.extend(spans.into_iter().map(|span| Row {
                line,
                span,
                cut_before: ends.is_some_and(|(start, _)| start == span.start)
                    && self.has_words(whole.start, span.start),
                cut_after: ends.is_some_and(|(_, end)| end == span.end) && self.has_words(span.end, whole.end),
            }));
        }
        if !rows.iter().any(|row| row.holds(self.value)) {
            let line = self.index.position(self.text, self.value.start).line;
            let span = Span::new(self.value.start, self.value.start);
            let at = rows.partition_point(|row| row.span.start < span.start);
            rows.insert(
                at,
                Row {
                    line,
                    span,
                    cut_before: false,
                    cut_after: false,
                },
            );
        }
        rows
    }

    fn has_words(&self, start: usize, end: usize) -> bool {
        self.text[start..end].contains(char::is_alphanumeric)
    }
}

/// Breaks at spaces, and inside `kept` or a word only where it alone is too wide. To the
/// right of the middle of `kept` there is room for a message of `below` columns.
fn broken(text: &str, within: Span, kept: Span, columns: usize, below: usize) -> Vec<Span> {
    let wide = |start: usize, end: usize| width_of(&shown(&text[start..end]));
    let kept_width = wide(kept.start, kept.end);
    let kept = if kept_width > columns { Span::new(0, 0) } else { kept };
    let mut rows = Vec::new();
    let mut open: Option<Span> = None;
    for word in words(text, within, kept) {
        for piece in pieces(text, word, columns) {
            let mut room = wide(piece.start, piece.end);
            if piece.contains(kept) && !kept.is_empty() {
                room = room.max(kept_width / 2 + 4 + below);
            }
            match &mut open {
                Some(row) if wide(row.start, piece.start) + room <= columns => row.end = piece.end,
                _ => rows.extend(open.replace(piece)),
            }
        }
    }
    rows.extend(open);
    rows
}

/// Of too many rows, those around the value.
fn around_value(mut rows: Vec<Row>, value: Span) -> Vec<Row> {
    let total = rows.len();
    if total <= ROWS_SHOWN {
        return rows;
    }
    let at = rows.iter().position(|row| row.holds(value)).unwrap_or(0);
    let first = at.saturating_sub(ROWS_SHOWN / 2).min(total - ROWS_SHOWN);
    rows.truncate(first + ROWS_SHOWN);
    rows.drain(..first);
    if let Some(row) = rows.first_mut() {
        row.cut_before |= first > 0;
    }
    if let Some(row) = rows.last_mut() {
        row.cut_after |= first + ROWS_SHOWN < total;
    }
    rows
}

/// What stands between spaces; spaces inside `kept` do not count.
fn words(text: &str, within: Span, kept: Span) -> Vec<Span> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text[within.start..within.end].char_indices() {
        let at = within.start + at;
        if matches!(character, ' ' | '\t') && !(kept.start..kept.end).contains(&at) {
            words.extend(start.take().map(|start| Span::new(start, at)));
        } else {
            start = start.or(Some(at));
        }
    }
    words.extend(start.map(|start| Span::new(start, within.end)));
    words
}

/// A word, in as many pieces as it takes to fit.
fn pieces(text: &str, word: Span, columns: usize) -> Vec<Span> {
    let mut pieces = Vec::new();
    let (mut start, mut filled) = (word.start, 0);
    for (at, cluster) in text[word.start..word.end].grapheme_indices(true) {
        let width = width_of(&shown(cluster));
        if filled > 0 && filled + width > columns {
            pieces.push(Span::new(start, word.start + at));
            (start, filled) = (word.start + at, 0);
        }
        filled += width;
    }
    pieces.push(Span::new(start, word.end));
    pieces
}

/// A plain text in lines that fit.
pub(super) fn filled(text: &str, columns: usize) -> Vec<String> {
    let rows = broken(text, Span::new(0, text.len()), Span::new(0, 0), columns, 0);
    rows.into_iter()
        .map(|row| text[row.start..row.end].to_owned())
        .collect()
}

/// Article text as it is shown: escaped, tabs as spaces.
fn shown(text: &str) -> String {
    escaped(&text.replace('\t', " "))
}

/// Columns of a terminal, well enough to break rows; miette aligns the carets.
pub(super) fn width_of(text: &str) -> usize {
    text.chars()
        .map(|character| match character {
            ' '..='~' => 1,
            '\u{fe00}'..='\u{fe0f}' => 0,
            '\u{1100}'..='\u{115f}'
            | '\u{2329}'..='\u{232a}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{a960}'..='\u{a97c}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}'
            | '\u{1f000}'..='\u{1faff}'
            | '\u{20000}'..='\u{3fffd}' => 2,
            other if is_combining_mark(other) => 0,
            _ => 1,
        })
        .sum()
}

/// The span, brought onto character boundaries of the text.
fn fitted(text: &str, span: Span) -> Span {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    Span::new(floor(span.start), floor(span.end))
}

//! reStructuredText: enough of it to tell prose from code, comments and tables.

use std::ops::Range;

use super::Scope;
use super::data::Scalar;
use super::markup::{Inline, bare, bullet, indent, inline, put, ruler};
use super::page::{Page, Row, lines, trimmed};

/// Directives whose content is prose; those of the second list quote.
const PROSE: [&str; 26] = [
    "note",
    "warning",
    "tip",
    "hint",
    "important",
    "caution",
    "attention",
    "danger",
    "error",
    "admonition",
    "topic",
    "sidebar",
    "container",
    "class",
    "compound",
    "figure",
    "rubric",
    "seealso",
    "versionadded",
    "versionchanged",
    "deprecated",
    "only",
    "table",
    "centered",
    "glossary",
    "card",
];
const QUOTES: [&str; 3] = ["epigraph", "pull-quote", "highlights"];

/// A simple table has at most so many lines.
const LONGEST_TABLE: usize = 1_000;

/// Bullets of items; "#." numbers by itself.
const BULLETS: [&str; 6] = ["-", "*", "+", "•", "#.", "#)"];

static INLINE: Inline = Inline::new(|| {
    inline(concat!(
        r"``[^`\n]*``",
        r"|:(?:code|math|kbd|command|file|samp|raw|mod|func|class|meth|attr|option|envvar|program|literal):`[^`\n]*`",
        r"|:[\w.:-]+:`([^`<\n]*?)\s*(?:<[^>`\n]*>)?`",
        r"|`([^`<\n]*?)\s*(?:<[^>`\n]*>)?`__?",
        r"|`([^`\n]*)`",
        r"|\*\*([^*\n]+)\*\*",
        r"|\*([^*\s][^*\n]*)\*",
        r"|\[(?:\d+|#\w*|\*)\]_",
        r"|\|([^|\n]+)\|_{0,2}",
        r"|::$",
    ))
});

/// Puts down a reStructuredText, from byte `start` on.
pub(super) fn read(page: &mut Page, text: &str, start: usize) {
    let lines: Vec<Range<usize>> = lines(text, start..text.len()).collect();
    let mut reader = Reader {
        text,
        rulers: Vec::new(),
        has_prose: false,
    };
    reader.lines(page, &lines, Scope::Prose);
    page.close();
}

struct Reader<'t> {
    text: &'t str,
    /// The signs that underline titles, in the order in which they first do.
    rulers: Vec<(char, bool)>,
    /// Whether a paragraph has been read: fields before it speak of the document.
    has_prose: bool,
}

impl<'t> Reader<'t> {
    fn words(&self, line: &Range<usize>) -> &'t str {
        &self.text[line.clone()]
    }

    fn is_blank(&self, line: &Range<usize>) -> bool {
        self.words(line).trim().is_empty()
    }

    /// The lines of a block; those set in deeper than its first are quoted, unless an item or a
    /// directive says what they are.
    fn lines(&mut self, page: &mut Page, lines: &[Range<usize>], outer: Scope) {
        let base = lines
            .iter()
            .filter(|line| !self.is_blank(line))
            .map(|line| indent(self.words(line)))
            .min()
            .unwrap_or_default();
        let mut at = 0;
        let mut scope = outer;
        let mut item = None;
        let mut literal = false;
        while let Some(line) = lines.get(at).cloned() {
            let words = self.words(&line);
            let body = words.trim();
            let depth = indent(words);
            if body.is_empty() {
                page.close();
                at += 1;
                continue;
            }
            if depth <= base && !page.is_open() {
                item = None;
                scope = outer;
            }
            if literal && depth > base {
                at = self.behind(lines, at, base);
                continue;
            }
            literal = false;
            if let Some((level, title, behind)) = self.title(lines, at).filter(|_| !page.is_open()) {
                put(page, self.text, title, Scope::Heading, level, &INLINE);
                page.close();
                at = behind;
                continue;
            }
            if body.starts_with("+-") || body.starts_with("+=") {
                let behind = lines[at..]
                    .iter()
                    .position(|line| self.is_blank(line))
                    .map_or(lines.len(), |count| at + count);
                self.grid(page, &lines[at..behind]);
                at = behind;
                continue;
            }
            if is_border(body) {
                let behind = self.simple_table(page, lines, at);
                if behind > at {
                    at = behind;
                    continue;
                }
            }
            if ruler(body).is_some_and(|(_, count)| count >= 4) {
                page.close();
                at += 1;
                continue;
            }
            if body == ".." || body.starts_with(".. ") {
                page.close();
                at = self.explicit(page, lines, at, depth, scope);
                continue;
            }
            if body.starts_with(">>> ") {
                while lines.get(at).is_some_and(|line| !self.is_blank(line)) {
                    at += 1;
                }
                continue;
            }
            if let Some(count) = bullet(words, &BULLETS).filter(|_| !page.is_open() || item.is_some()) {
                page.close();
                item = Some(depth);
                scope = if outer == Scope::Quotation {
                    outer
                } else {
                    Scope::ListItem
                };
                put(page, self.text, line.start + count..line.end, scope, 0, &INLINE);
                at += 1;
                continue;
            }
            if let Some((key, value)) = field(self.text, &line).filter(|_| !page.is_open()) {
                self.field(page, key, value);
                at += 1;
                continue;
            }
            if !page.is_open() && depth > base && item.is_none() {
                scope = Scope::Quotation;
            }
            put(page, self.text, line.clone(), scope, 0, &INLINE);
            self.has_prose = true;
            if body.ends_with("::") {
                literal = true;
                if lines
                    .get(at + 1)
                    .is_some_and(|next| !self.is_blank(next) && indent(self.words(next)) > depth)
                {
                    page.close();
                }
            }
            at += 1;
        }
        page.close();
    }

    /// The first line from `at` on that is not set in deeper than `base`.
    fn behind(&self, lines: &[Range<usize>], at: usize, base: usize) -> usize {
        lines[at..]
            .iter()
            .position(|line| !self.is_blank(line) && indent(self.words(line)) <= base)
            .map_or(lines.len(), |count| at + count)
    }

    /// A title at line `at`: its level, its words, and the line behind it.
    fn title(&mut self, lines: &[Range<usize>], at: usize) -> Option<(u8, Range<usize>, usize)> {
        let line = |offset: usize| lines.get(at + offset).map(|line| self.words(line));
        let underlined = |title: &str, below: Option<&str>| {
            let (sign, count) = below.and_then(ruler)?;
            (!title.trim().is_empty() && count + 2 >= title.trim().chars().count() && count >= 3).then_some(sign)
        };
        let first = line(0)?;
        let (sign, over, offset) = match ruler(first) {
            Some((sign, _)) => {
                let title = line(1).filter(|title| ruler(title).is_none())?;
                let below = underlined(title, line(2)).filter(|below| *below == sign)?;
                (below, true, 1)
            }
            None if indent(first) == 0 => (underlined(first, line(1))?, false, 0),
            None => return None,
        };
        let known = self.rulers.iter().position(|ruler| *ruler == (sign, over));
        let level = known.unwrap_or_else(|| {
            self.rulers.push((sign, over));
            self.rulers.len() - 1
        });
        let title = trimmed(self.text, lines[at + offset].clone());
        Some((u8::try_from(level + 1).unwrap_or(u8::MAX), title, at + offset + 2))
    }

    /// A directive, footnote, target or comment at line `at`; gives the line behind it.
    fn explicit(&mut self, page: &mut Page, lines: &[Range<usize>], at: usize, depth: usize, scope: Scope) -> usize {
        let line = lines[at].clone();
        let behind = self.behind(lines, at + 1, depth);
        let words = self.words(&line);
        let body = words.trim_start().trim_start_matches("..").trim_start();
        let start = line.end - body.len();
        if body.starts_with('[')
            && let Some(close) = body.find("] ")
        {
            let rest = start + close + 2..line.end;
            put(page, self.text, rest, scope, 0, &INLINE);
            for line in lines[at + 1..behind].iter().filter(|line| !self.is_blank(line)) {
                put(page, self.text, line.clone(), scope, 0, &INLINE);
            }
            page.close();
            return behind;
        }
        let Some((name, rest)) = body
            .split_once("::")
            .filter(|(name, _)| !name.is_empty() && !name.contains(char::is_whitespace))
        else {
            if !body.starts_with(['_', '|']) {
                let end = lines[at..behind]
                    .iter()
                    .rfind(|line| !self.is_blank(line))
                    .map_or(line.end, |line| line.end);
                page.comments.push(trimmed(self.text, line.start..end));
            }
            return behind;
        };
        let content: Vec<Range<usize>> = lines[at + 1..behind]
            .iter()
            .skip_while(|line| self.is_blank(line) || field(self.text, line).is_some())
            .cloned()
            .collect();
        if name == "list-table" {
            self.list_table(page, &content);
        } else if PROSE.contains(&name) || QUOTES.contains(&name) {
            let inner = if QUOTES.contains(&name) {
                Scope::Quotation
            } else {
                scope
            };
            let heads = [
                "figure",
                "class",
                "container",
                "only",
                "table",
                "versionadded",
                "versionchanged",
                "deprecated",
            ];
            if !rest.trim().is_empty() && !heads.contains(&name) {
                let rest = trimmed(self.text, line.end - rest.len()..line.end);
                put(page, self.text, rest, inner, 0, &INLINE);
                if content.first().is_none_or(|line| self.is_blank(line)) || name == "admonition" || name == "topic" {
                    page.close();
                }
            }
            self.lines(page, &content, inner);
        }
        behind
    }

    fn field(&self, page: &mut Page, key: Range<usize>, value: Range<usize>) {
        let scalar = |range: Range<usize>| Scalar {
            text: self.text[range.clone()].to_owned(),
            range,
        };
        if self.has_prose {
            self.put_field(page, key, value);
        } else {
            page.metadata.add(&scalar(key), scalar(value));
        }
    }

    fn put_field(&self, page: &mut Page, key: Range<usize>, value: Range<usize>) {
        page.close();
        put(page, self.text, key.clone(), Scope::TableRow, 0, &INLINE);
        put(page, self.text, value.clone(), Scope::TableRow, 0, &INLINE);
        page.close();
        page.key(key, bare(self.text, value, &INLINE));
    }

    /// "+----+----+": columns end where the first border has its signs.
    fn grid(&self, page: &mut Page, lines: &[Range<usize>]) {
        let mut rows: Vec<Row> = Vec::new();
        let mut fresh = true;
        let mut heading_ends = None;
        for line in lines {
            let words = self.words(line);
            let body = words.trim();
            if body.starts_with('+') {
                if body.starts_with("+=") {
                    heading_ends = Some(rows.len());
                }
                fresh = true;
                continue;
            }
            // What a cell holds on further lines is part of it no more than of its neighbours.
            if std::mem::take(&mut fresh) {
                let cells = cells(self.text, line.clone(), '|');
                rows.push(Row {
                    cells: cells.into_iter().map(|cell| bare(self.text, cell, &INLINE)).collect(),
                    is_heading: false,
                    ..Row::default()
                });
            }
        }
        for row in rows.iter_mut().take(heading_ends.unwrap_or_default()) {
            row.is_heading = true;
        }
        page.table(&rows);
    }

    /// "====  ====": a simple table; gives the line behind it, or `at` where there is none.
    fn simple_table(&self, page: &mut Page, lines: &[Range<usize>], at: usize) -> usize {
        let border = self.words(&lines[at]);
        let starts: Vec<usize> = border
            .char_indices()
            .filter(|(i, c)| *c == '=' && (*i == 0 || border.as_bytes()[i - 1] == b' '))
            .map(|(i, _)| i)
            .collect();
        let is_border_at = |i: &usize| is_border(self.words(&lines[*i]).trim());
        let ends = |i: &usize| is_border_at(i) && lines.get(i + 1).is_none_or(|next| self.is_blank(next));
        let Some(end) = (at + 1..lines.len().min(at + LONGEST_TABLE)).find(ends) else {
            return at;
        };
        let heading_end = (at + 1..end).find(is_border_at).unwrap_or(at);
        let mut rows = Vec::new();
        for (number, line) in lines.iter().enumerate().take(end).skip(at + 1) {
            if self.is_blank(line) || is_border(self.words(line).trim()) {
                continue;
            }
            let words = self.words(line);
            let column = |i: usize| {
                let byte = |column: usize| words.char_indices().nth(column).map_or(words.len(), |(byte, _)| byte);
                let from = byte(starts[i]);
                let to = starts.get(i + 1).map_or(words.len(), |next| byte(*next));
                bare(self.text, line.start + from..line.start + to.max(from), &INLINE)
            };
            rows.push(Row {
                cells: (0..starts.len()).map(column).collect(),
                is_heading: number < heading_end,
                ..Row::default()
            });
        }
        page.table(&rows);
        end + 1
    }

    /// A list of lists: "* - a" begins a row, "  - b" a cell.
    fn list_table(&self, page: &mut Page, lines: &[Range<usize>]) {
        let mut rows: Vec<Row> = Vec::new();
        for line in lines {
            let words = self.words(line).trim_start();
            let (row, rest) = match words.strip_prefix("* ") {
                Some(rest) => (true, rest.trim_start()),
                None => (false, words),
            };
            let Some(cell) = rest.strip_prefix('-') else { continue };
            if row {
                rows.push(Row::default());
            }
            if let Some(open) = rows.last_mut() {
                open.cells
                    .push(bare(self.text, line.end - cell.len()..line.end, &INLINE));
            }
        }
        if let Some(first) = rows.first_mut() {
            first.is_heading = true;
        }
        page.table(&rows);
    }
}

/// "====  ====": at least two runs of "=".
fn is_border(body: &str) -> bool {
    body.starts_with("==") && body.contains(' ') && body.chars().all(|c| matches!(c, '=' | ' '))
}

/// ":Key: value".
fn field(text: &str, line: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let words = &text[line.clone()];
    let body = words.trim_start().strip_prefix(':')?;
    let (key, value) = body.split_once(": ")?;
    let is_key = !key.is_empty() && !key.starts_with(' ') && !key.contains('`') && !value.trim().is_empty();
    let start = line.end - body.len();
    is_key.then(|| {
        let value_start = start + key.len() + 2;
        (start..start + key.len(), trimmed(text, value_start..line.end))
    })
}

/// The parts of a line between signs, without those before the first and behind the last.
pub(super) fn cells(text: &str, line: Range<usize>, sign: char) -> Vec<Range<usize>> {
    let words = &text[line.clone()];
    let places: Vec<usize> = words.match_indices(sign).map(|(at, _)| line.start + at).collect();
    places
        .windows(2)
        .map(|pair| trimmed(text, pair[0] + sign.len_utf8()..pair[1]))
        .collect()
}

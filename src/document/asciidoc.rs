//! AsciiDoc: enough of it to tell prose from code, comments and tables.

use std::ops::Range;

use super::Scope;
use super::data::Scalar;
use super::markup::{Inline, bare, bullet, inline, put};
use super::page::{Page, Row, lines, trimmed};

/// Bullets of items.
const BULLETS: [&str; 10] = ["*", "**", "***", "****", "-", ".", "..", "...", "....", "•"];

/// Labels of admonitions, as they are written.
const ADMONITIONS: [&str; 5] = ["NOTE: ", "TIP: ", "IMPORTANT: ", "CAUTION: ", "WARNING: "];

static INLINE: Inline = Inline::new(|| {
    inline(concat!(
        r"`[^`\n]*`|\+[^+\n]+\+",
        r"|(?:pass|stem|latexmath|asciimath|kbd|btn|menu):[^\s\[]*\[[^\]\n]*\]",
        r"|(?:image|icon|video|audio):[^\s\[]+\[[^\]\n]*\]",
        r"|footnote:[^\s\[]*\[([^\]\n]*)\]",
        r"|(?:link|xref|mailto):[^\s\[]+\[([^\],\n]*)[^\]\n]*\]",
        r"|https?://[^\s\[\]]+\[([^\],\n]*)[^\]\n]*\]",
        r"|<<[^>,\n]+,([^>\n]+)>>|<<[^>\n]+>>",
        r"|\{[\w-]+\}|\[\[[^\]\n]*\]\]|\[[.#][^\]\n]*\]",
        r"|\*\*?([^*\s](?:[^*\n]*[^*\s])?)\*\*?",
        r"|\b_([^_\s](?:[^_\n]*[^_\s])?)_\b",
        r"|##?([^#\s](?:[^#\n]*[^#\s])?)##?",
        r"| \+$",
    ))
});

/// Puts down an AsciiDoc text, from byte `start` on.
pub(super) fn read(page: &mut Page, text: &str, start: usize) {
    let lines: Vec<Range<usize>> = lines(text, start..text.len()).collect();
    let mut quotes: Vec<&str> = Vec::new();
    // What an attribute line says of the next block.
    let mut next_quotes = false;
    let mut next_is_code = false;
    let mut header = true;
    let mut term: Option<Range<usize>> = None;
    let mut item = false;
    let mut at = 0;
    while let Some(line) = lines.get(at).cloned() {
        let words = text[line.clone()].trim_end();
        at += 1;
        if words.is_empty() {
            page.close();
            item = false;
            continue;
        }
        if let Some(rest) = words.strip_prefix("//") {
            if words == "////" {
                let end = closing(text, &lines, at, "////");
                page.comments
                    .push(line.start..lines.get(end).map_or(text.len(), |line| line.end));
                at = end + 1;
            } else if !rest.starts_with('/') {
                page.comments.push(line);
            }
            continue;
        }
        if let Some((key, value)) = attribute(text, &line) {
            page.metadata.add(&key, value);
            continue;
        }
        if is_fence(words) {
            page.close();
            let is_code = std::mem::take(&mut next_is_code);
            if is_code || matches!(&words[..2], "--" | ".." | "++" | "``") && words != "--" {
                at = closing(text, &lines, at, words) + 1;
            } else if quotes.last() == Some(&words) {
                quotes.pop();
            } else if words.starts_with("____") || std::mem::take(&mut next_quotes) {
                quotes.push(words);
            }
            next_quotes = false;
            continue;
        }
        if words.starts_with("|===") || words.starts_with(",===") {
            let end = closing(text, &lines, at, words);
            if words.starts_with('|') {
                table(page, text, &lines[at..end]);
            }
            at = end + 1;
            continue;
        }
        if words.starts_with('[') && words.ends_with(']') && !words.starts_with("[[") {
            let names = &words[1..words.len() - 1];
            next_quotes = names.starts_with("quote") || names.starts_with("verse");
            next_is_code = ["source", "listing", "literal", "stem", "latexmath", "pass"]
                .iter()
                .any(|name| names.starts_with(name));
            page.close();
            continue;
        }
        if is_macro(words) || words.starts_with("[[") || matches!(words, "+" | "'''" | "<<<" | "---" | "***") {
            page.close();
            continue;
        }
        if let Some((level, title)) = heading(text, &line) {
            page.close();
            put(page, text, title, Scope::Heading, level, &INLINE);
            page.close();
            if level == 1 && header {
                at = document_header(page, text, &lines, at);
            }
            header = false;
            continue;
        }
        header = false;
        if next_is_code || words.starts_with([' ', '\t']) && !page.is_open() && bullet(words, &BULLETS).is_none() {
            while lines.get(at).is_some_and(|line| !text[line.clone()].trim().is_empty()) {
                at += 1;
            }
            next_is_code = false;
            continue;
        }
        let outer = if quotes.is_empty() && !next_quotes {
            None
        } else {
            Some(Scope::Quotation)
        };
        if let Some((key, value)) = description(text, &line) {
            page.close();
            if value.is_empty() {
                term = Some(key);
            } else {
                definition(page, text, key, value);
            }
            continue;
        }
        if let Some(key) = term.take() {
            definition(page, text, key, trimmed(text, line));
            continue;
        }
        if let Some(count) = bullet(words, &BULLETS) {
            page.close();
            item = true;
            put(
                page,
                text,
                line.start + count..line.end,
                outer.unwrap_or(Scope::ListItem),
                0,
                &INLINE,
            );
            continue;
        }
        let mut body = line.clone();
        if !page.is_open() {
            if let Some(label) = ADMONITIONS.iter().find(|label| words.starts_with(**label)) {
                body.start += label.len();
            } else if words.starts_with('.') && !words.starts_with(". ") {
                body.start += 1;
            }
        }
        let scope = outer.unwrap_or(if item && page.is_open() {
            Scope::ListItem
        } else {
            Scope::Prose
        });
        put(page, text, body, scope, 0, &INLINE);
        if lines.get(at).is_none_or(|next| text[next.clone()].trim().is_empty()) {
            next_quotes = false;
        }
    }
    page.close();
}

/// A line of the signs that open and close a block.
fn is_fence(words: &str) -> bool {
    let long = words.len() >= 4
        && words.as_bytes().iter().all(|byte| *byte == words.as_bytes()[0])
        && words.starts_with(['-', '.', '+', '=', '*', '_']);
    long || words == "--" || words.starts_with("```")
}

/// The line that closes what `fence` opened, from line `at` on; behind the last one where none does.
fn closing(text: &str, lines: &[Range<usize>], at: usize, fence: &str) -> usize {
    let fence = if fence.starts_with("```") { "```" } else { fence };
    lines[at.min(lines.len())..]
        .iter()
        .position(|line| text[line.clone()].trim_end() == fence)
        .map_or(lines.len(), |count| at + count)
}

/// "include::x[]", "image::x[alt]": a macro on a line of its own.
fn is_macro(words: &str) -> bool {
    let Some((name, rest)) = words.split_once("::") else {
        return false;
    };
    !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && rest.ends_with(']')
        && rest.contains('[')
}

/// "== Title".
fn heading(text: &str, line: &Range<usize>) -> Option<(u8, Range<usize>)> {
    let words = &text[line.clone()];
    let sign = words.chars().next().filter(|sign| matches!(sign, '=' | '#'))?;
    let level = words.chars().take_while(|c| *c == sign).count();
    let titled = level <= 6 && words[level..].starts_with(' ');
    titled.then(|| {
        (
            u8::try_from(level).unwrap_or(u8::MAX),
            trimmed(text, line.start + level..line.end),
        )
    })
}

/// Author and revision below the title; gives the line behind them.
fn document_header(page: &mut Page, text: &str, lines: &[Range<usize>], mut at: usize) -> usize {
    while let Some(line) = lines.get(at).cloned() {
        let words = text[line.clone()].trim();
        if words.is_empty() {
            break;
        }
        if let Some((key, value)) = attribute(text, &line) {
            page.metadata.add(&key, value);
        } else if words.starts_with("//") {
            page.comments.push(line);
        } else if let Some(date) = words.split([',', ' ', ':']).find(|part| is_iso_date(part)) {
            let key = Scalar {
                text: "revdate".to_owned(),
                range: 0..0,
            };
            page.metadata.add(
                &key,
                Scalar {
                    text: date.to_owned(),
                    range: 0..0,
                },
            );
        }
        at += 1;
    }
    at
}

fn is_iso_date(part: &str) -> bool {
    part.len() == 10 && part.parse::<jiff::civil::Date>().is_ok()
}

/// ":name: value".
fn attribute(text: &str, line: &Range<usize>) -> Option<(Scalar, Scalar)> {
    let words = &text[line.clone()];
    let (name, value) = words.strip_prefix(':')?.split_once(':')?;
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '!'));
    if !is_name || !(value.is_empty() || value.starts_with(' ')) {
        return None;
    }
    let start = line.start + 1;
    let value = trimmed(text, start + name.len() + 1..line.end);
    Some((
        Scalar {
            text: name.to_owned(),
            // Attributes are variables: only those that the document knows itself by are read.
            range: 0..0,
        },
        Scalar {
            text: text[value.clone()].to_owned(),
            range: value,
        },
    ))
}

/// "Term:: what it is"; the value is empty where it stands on the next line.
fn description(text: &str, line: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let words = &text[line.clone()];
    let at = words.find("::")?;
    let signs = words[at..].chars().take_while(|c| *c == ':').count();
    let rest = &words[at + signs..];
    let term = trimmed(text, line.start..line.start + at);
    let fits = !term.is_empty() && (rest.is_empty() || rest.starts_with(' '));
    fits.then(|| {
        let value = trimmed(text, line.start + at + signs..line.end);
        (bare(text, term, &INLINE), value)
    })
}

fn definition(page: &mut Page, text: &str, key: Range<usize>, value: Range<usize>) {
    page.close();
    put(page, text, key.clone(), Scope::TableRow, 0, &INLINE);
    put(page, text, value.clone(), Scope::TableRow, 0, &INLINE);
    page.close();
    page.key(key, bare(text, value, &INLINE));
}

/// Cells behind bars; the first line tells how many columns there are, and names them where a
/// blank line follows it.
fn table(page: &mut Page, text: &str, lines: &[Range<usize>]) {
    let mut columns = 0;
    let mut named = false;
    let mut cells: Vec<Range<usize>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let words = &text[line.clone()];
        let bars: Vec<usize> = words
            .match_indices('|')
            .filter(|(at, _)| !words[..*at].ends_with('\\'))
            .map(|(at, _)| line.start + at)
            .collect();
        if bars.is_empty() {
            continue;
        }
        let ends = bars.iter().skip(1).copied().chain([line.end]);
        let found = bars
            .iter()
            .zip(ends)
            .map(|(start, end)| bare(text, trimmed(text, start + 1..end), &INLINE));
        cells.extend(found);
        if columns == 0 {
            columns = cells.len();
            named = columns > 1
                && lines
                    .get(at + 1)
                    .is_some_and(|next| text[next.clone()].trim().is_empty());
        }
    }
    let rows: Vec<Row> = cells
        .chunks(columns.max(1))
        .enumerate()
        .map(|(number, cells)| Row {
            cells: cells.to_vec(),
            is_heading: named && number == 0,
            ..Row::default()
        })
        .collect();
    page.table(&rows);
}

//! MediaWiki: enough of it to tell prose from templates, code, notes and tables; and infoboxes,
//! which stand in other formats too.

use std::ops::Range;

use super::Scope;
use super::markup::{Inline, bare, inline, put};
use super::page::{Page, Row, lines, trimmed};

/// Elements whose content is no prose, with a note's references.
const SILENT: [&str; 8] = [
    "nowiki",
    "pre",
    "code",
    "syntaxhighlight",
    "source",
    "math",
    "ref",
    "gallery",
];

/// Extensions of what infoboxes show.
const FILES: [&str; 11] = [
    "jpg", "jpeg", "png", "svg", "gif", "webp", "tif", "tiff", "ogg", "webm", "pdf",
];

/// A template goes over at most so many bytes.
const LONGEST_TEMPLATE: usize = 1 << 15;

static INLINE: Inline = Inline::new(|| {
    inline(concat!(
        r"\[\[(?i:file|fichier|image|category|catégorie|media):[^\]\n]*(?:\[\[[^\]\n]*\]\][^\]\n]*)*\]\]",
        r"|\[\[[^\]|\n]*\|([^\]\n]*)\]\]|\[\[([^\]|\n]*)\]\]",
        r"|\[(?:https?:)?//[^\s\]]+(?:\s+([^\]\n]*))?\]",
        r"|<!--[^\n]*?-->|'{2,5}|</?[a-zA-Z][^>\n]*>|__[A-Z]+__|\{\{[^{}\n]*\}\}",
    ))
});

/// Puts down a MediaWiki text, from byte `start` on.
pub(super) fn read(page: &mut Page, text: &str, start: usize) {
    let hidden = hidden(page, text, start);
    let mut quotes = 0usize;
    let mut at = start;
    while at < text.len() {
        if let Some(gap) = hidden
            .get(hidden.partition_point(|gap| gap.end <= at))
            .filter(|gap| gap.start <= at)
        {
            at = gap.end;
            continue;
        }
        let end = text[at..].find('\n').map_or(text.len(), |count| at + count);
        let words = &text[at..end];
        let body = words.trim_start();
        if body.starts_with("{{") {
            page.close();
            at = template(page, text, end - body.len()).max(at + 1);
            continue;
        }
        if body.starts_with("{|") {
            page.close();
            at = table(page, text, at);
            continue;
        }
        quotes += body.matches("<blockquote").count();
        line(page, text, at..end, &hidden, quotes > 0);
        quotes = quotes.saturating_sub(body.matches("</blockquote").count());
        at = end + 1;
    }
    page.close();
}

fn line(page: &mut Page, text: &str, line: Range<usize>, hidden: &[Range<usize>], quoted: bool) {
    let words = text[line.clone()].trim();
    if words.is_empty() {
        page.close();
        return;
    }
    let level = words.bytes().take_while(|byte| *byte == b'=').count();
    if level > 0 && words.len() > 2 * level && words.ends_with(&"=".repeat(level)) {
        page.close();
        let start = line.start + text[line.clone()].find('=').unwrap_or_default() + level;
        let title = trimmed(text, start..start + words.len() - 2 * level);
        put(
            page,
            text,
            title,
            Scope::Heading,
            u8::try_from(level).unwrap_or(u8::MAX),
            &INLINE,
        );
        page.close();
        return;
    }
    if words.starts_with("----") || words.to_ascii_uppercase().starts_with("#REDIRECT") {
        page.close();
        return;
    }
    let signs = words
        .bytes()
        .take_while(|byte| matches!(byte, b'*' | b'#' | b':' | b';'))
        .count();
    let start = line.start + text[line.clone()].find(words).unwrap_or_default() + signs;
    if words.starts_with(';')
        && let Some(colon) = text[start..line.end].find(" : ")
    {
        page.close();
        let (key, value) = (start..start + colon, start + colon + 3..line.end);
        pair(page, text, trimmed(text, key), trimmed(text, value));
        return;
    }
    let scope = if signs > 0 && !words.starts_with(':') {
        page.close();
        Scope::ListItem
    } else if quoted {
        Scope::Quotation
    } else {
        Scope::Prose
    };
    for part in visible(start..line.end, hidden) {
        put(page, text, part, scope, 0, &INLINE);
    }
    if scope == Scope::ListItem {
        page.close();
    }
}

/// The parts of a range outside of what is hidden.
fn visible(range: Range<usize>, hidden: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = range.start;
    let first = hidden.partition_point(|gap| gap.end <= range.start);
    for gap in hidden[first..].iter().take_while(|gap| gap.start < range.end) {
        parts.push(at..gap.start.max(at));
        at = at.max(gap.end);
    }
    parts.push(at..range.end.max(at));
    parts.retain(|part| !part.is_empty());
    parts
}

/// Comments, code and references, in order.
fn hidden(page: &mut Page, text: &str, start: usize) -> Vec<Range<usize>> {
    let mut hidden: Vec<Range<usize>> = Vec::new();
    // Elements that nothing closes from here on: they are looked for once.
    let mut unclosed: Vec<String> = Vec::new();
    let mut at = start;
    while let Some(open) = text[at..].find('<').map(|count| at + count) {
        let rest = &text[open..];
        at = open + 1;
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(text.len(), |count| open + count + 3);
            page.comments.push(open..end);
            hidden.push(open..end);
            at = end;
            continue;
        }
        let name: String = rest[1..].chars().take_while(char::is_ascii_alphabetic).collect();
        let name = name.to_ascii_lowercase();
        if !SILENT.contains(&name.as_str()) {
            continue;
        }
        let Some(tag_end) = rest.find('>').map(|count| open + count + 1) else {
            continue;
        };
        let end = if text[open..tag_end].ends_with("/>") {
            tag_end
        } else {
            // An element that is never closed hides its own line only.
            let line_end = text[tag_end..].find('\n').map_or(text.len(), |count| tag_end + count);
            let closing = format!("</{name}");
            let close = if unclosed.contains(&name) {
                None
            } else {
                text[tag_end..].find(&closing)
            };
            if close.is_none() && !unclosed.contains(&name) {
                unclosed.push(name);
            }
            close.map_or(line_end, |count| {
                let close = tag_end + count;
                text[close..].find('>').map_or(text.len(), |count| close + count + 1)
            })
        };
        hidden.push(open..end);
        at = end;
    }
    hidden
}

/// A template from its "{{" on: the keys of an infobox are put down, others are no prose. Gives
/// the byte behind it; a template without an end goes to the end of its paragraph.
pub(super) fn template(page: &mut Page, text: &str, start: usize) -> usize {
    // One that has no end is looked for once.
    let strict = !page.skipped.is_empty();
    let (mut depth, mut links) = (0usize, 0usize);
    let mut at = start;
    let mut fields: Vec<Range<usize>> = Vec::new();
    let mut from = start + 2;
    let mut end = None;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        match &bytes[at..(at + 2).min(bytes.len())] {
            b"{{" => {
                depth += 1;
                at += 2;
            }
            b"}}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    fields.push(from..at);
                    end = Some(at + 2);
                    break;
                }
                at += 2;
            }
            b"[[" => {
                links += 1;
                at += 2;
            }
            b"]]" => {
                links = links.saturating_sub(1);
                at += 2;
            }
            [b'|', ..] if depth == 1 && links == 0 => {
                fields.push(from..at);
                from = at + 1;
                at += 1;
            }
            b"\n\n" if depth == 1 && (strict || at - start > LONGEST_TEMPLATE) => break,
            _ => at += 1,
        }
    }
    let Some(end) = end else {
        // What stands in its first paragraph is no prose; what follows is.
        let end = text[start..].find("\n\n").map_or(text.len(), |count| start + count);
        let first = text[start..end].find('\n').map_or(end, |count| start + count);
        page.skipped.push((
            start..first,
            "a template that begins here has no end; it was not read".to_owned(),
        ));
        return end.max(start + 2);
    };
    for field in fields.into_iter().skip(1) {
        let words = &text[field.clone()];
        let Some((key, value)) = words.split_once('=') else {
            continue;
        };
        let key_range = trimmed(text, field.start..field.start + key.len());
        let value_range = trimmed(text, field.end - value.len()..field.end);
        let is_key = !key_range.is_empty() && key.split_whitespace().count() <= 5;
        if is_key && !value_range.is_empty() && !is_file(&text[value_range.clone()]) {
            pair(page, text, key_range, value_range);
        }
    }
    end
}

/// Whether a value is the name of a picture or another file.
fn is_file(value: &str) -> bool {
    let extension = value
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    extension.is_some_and(|extension| FILES.contains(&extension.as_str()))
}

fn pair(page: &mut Page, text: &str, key: Range<usize>, value: Range<usize>) {
    page.close();
    put(page, text, key.clone(), Scope::TableRow, 0, &INLINE);
    put(page, text, value.clone(), Scope::TableRow, 0, &INLINE);
    page.close();
    page.key(key, bare(text, value, &INLINE));
}

/// A table from its "{|" on; gives the byte behind it.
fn table(page: &mut Page, text: &str, start: usize) -> usize {
    let mut rows: Vec<Row> = vec![Row::default()];
    let mut end = text.len();
    for line in lines(text, start..text.len()).skip(1) {
        let words = text[line.clone()].trim_start();
        let lead = line.end - words.len();
        if words.starts_with("|}") {
            end = line.end;
            break;
        }
        if words.starts_with("|-") {
            rows.push(Row::default());
            continue;
        }
        let (separator, is_heading) = match words.as_bytes().first() {
            Some(b'|') if words.as_bytes().get(1) == Some(&b'+') => continue,
            Some(b'|') => ("||", false),
            Some(b'!') => ("!!", true),
            _ => continue,
        };
        let Some(row) = rows.last_mut() else { continue };
        row.is_heading = is_heading && (row.cells.is_empty() || row.is_heading);
        let mut at = lead + 1;
        for part in text[at..line.end].split(separator) {
            let cell = at..at + part.len();
            at = cell.end + separator.len();
            // "align=right | 12": what stands before the bar is how it looks.
            let looks = part
                .find('|')
                .filter(|bar| part[..*bar].contains('=') && !part[..*bar].contains("[["));
            let inside = trimmed(text, cell.start + looks.map_or(0, |bar| bar + 1)..cell.end);
            row.cells.push(bare(text, inside, &INLINE));
        }
    }
    rows.retain(|row| !row.cells.is_empty());
    // Names of rows are no names of columns.
    for row in rows.iter_mut().skip(1) {
        row.is_heading = false;
    }
    page.table(&rows);
    (end + 1).min(text.len()).max(start + 2)
}

//! A comment for a pull request: what clashes, both sentences, and what to do, in GitHub's and GitLab's
//! Markdown. Nothing of an article is markup in it, and nobody is mentioned.

use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Severity, Side};

use super::scope::closing_lines;
use super::{Report, escaped, origin, position, verdict_line};

/// Comments may hold 65 536 characters on GitHub; some are left for what stands around.
const LONGEST: usize = 60_000;

/// The comment. What does not fit is counted.
pub(super) fn render(report: &Report<'_>) -> String {
    let verdict = verdict_line(&report.summary, report.scope, report.tongue);
    let mut out = format!("### factlint: {}\n\n", plain(&verdict));
    for (number, finding) in report.findings.iter().enumerate() {
        let told = told(finding, report);
        if out.chars().count() + told.chars().count() > LONGEST {
            let more = crate::diagnostic::Message::new("and-more").with("count", report.findings.len() - number);
            let _ = writeln!(out, "{}\n", report.say(&more));
            break;
        }
        out.push_str(&told);
    }
    let mut lines = closing_lines(report);
    lines.pop();
    for line in lines {
        let _ = writeln!(out, "<sub>{}</sub><br>", plain(&line));
    }
    out
}

fn told(finding: &Diagnostic, report: &Report<'_>) -> String {
    let sign = match finding.severity {
        Severity::Error => "🔴",
        Severity::Warning => "🟠",
        Severity::Note => "🔵",
    };
    let mut out = format!(
        "{sign} **{}** `{}`: {}\n\n",
        report.severity(finding.severity),
        finding.code.as_str().replace('`', ""),
        plain(&report.say(&finding.message)),
    );
    out.push_str(&quoted(&finding.claim, None, report));
    for side in &finding.established {
        out.push_str(&quoted(side, Some(report.say(&origin(side, None))), report));
    }
    let remarks = report.remarks(finding);
    if let Some((word, help)) = remarks.last() {
        let _ = write!(
            out,
            "<details><summary>{}</summary>\n\n",
            plain(word.trim_end_matches([' ', ':']))
        );
        for (word, text) in remarks.iter().take(remarks.len() - 1) {
            let _ = writeln!(out, "- {}", plain(&format!("{word} {text}")));
        }
        let _ = write!(out, "- {}\n\n</details>\n\n", plain(help));
    }
    out
}

/// A sentence with its value in bold, and where it stands.
fn quoted(side: &Side, by: Option<String>, report: &Report<'_>) -> String {
    let location = side.label.location;
    let path = report.sources.get(location.source).path.as_str();
    let at = position(report.sources, location);
    let by = by.map_or(String::new(), |by| format!(", {}", plain(&by)));
    let place = format!("{}:{}", plain(path), at.line);
    let (before, value, after) = report.around(side);
    let value = match value.trim() {
        "" => String::new(),
        value => format!("<b>{}</b>", plain(value)),
    };
    let space = |text: &str, at_end: bool| match at_end {
        true if text.ends_with(char::is_whitespace) => " ",
        false if text.starts_with(char::is_whitespace) => " ",
        _ => "",
    };
    let sentence = format!(
        "{}{}{value}{}{}",
        plain(before.trim()),
        space(&before, true),
        space(&after, false),
        plain(after.trim())
    );
    match sentence.is_empty() {
        true => format!("> {place}{by}\n\n"),
        false => format!("> {sentence}\n> — {place}{by}\n\n"),
    }
}

/// Words that are shown as they are: nothing in them is markup, a link, an emoji or a mention.
fn plain(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let mut out = String::new();
    let text = escaped(&line.join(" "));
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        // ":tada:" would be a picture.
        let is_shortcode = character == ':' && characters.peek().is_some_and(|next| next.is_alphanumeric());
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            ':' if is_shortcode => out.push_str("&#58;"),
            '#' => out.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

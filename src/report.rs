//! Turns findings and scope into text: for people, for a line-oriented tool, for a program.
//!
//! Every function here is pure: values in, a `String` out. The caller prints it, and the
//! caller knows about terminals.

mod concise;
#[cfg(test)]
mod fixture;
mod github;
mod gitlab;
mod human;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod plain;
mod sarif;
mod scope;
mod statistics;

pub use scope::{counted, scope_line, scope_remarks, summary_line, verdict_line};
pub use statistics::{statistics, statistics_json};

use std::collections::BTreeMap;
use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::diagnostic::{Diagnostic, Introduction, Message, Scope, Severity, Side, Tongue, code};
use crate::source::{LineIndex, Location, Position, Sources, Span};

/// What a run has to tell.
#[derive(Debug, Clone, Copy)]
pub struct Report<'r> {
    /// The findings, sorted.
    pub findings: &'r [Diagnostic],
    /// The texts that they speak of.
    pub sources: &'r Sources,
    /// What was read.
    pub scope: &'r Scope,
    /// How many findings there are.
    pub summary: Summary,
    /// What each code that speaks is about, in one line.
    pub about: &'r BTreeMap<String, String>,
    /// The work tree, for links to its files.
    pub top: Option<&'r Path>,
    /// In which language it is told.
    pub tongue: Tongue,
}

impl Report<'_> {
    fn say(&self, message: &Message) -> String {
        message.told(self.tongue, self.sources)
    }

    fn severity(&self, severity: Severity) -> String {
        self.say(&Message::new("severity").with("severity", severity.as_str()))
    }

    /// What stands below a finding: the notes and the help, each with its word.
    fn remarks(&self, finding: &Diagnostic) -> Vec<(String, String)> {
        let word = |id| self.say(&Message::new(id));
        let written = finding.claim.introduced.as_ref().map(|introduced| {
            let id = match introduced.is_bound {
                true => "written-in-or-before",
                false => "written-in",
            };
            Message::new(id).with("commit", commit(introduced))
        });
        let notes = written
            .iter()
            .chain(finding.notes.iter().map(|note| &note.message))
            .map(|note| (word("word-note"), self.say(note)));
        let edit = self.edit(finding).map(|edit| (word("word-edit"), edit));
        notes
            .chain(edit)
            .chain([(word("word-help"), self.say(&finding.help))])
            .collect()
    }

    /// The edit that would agree with the fact shown first, in one line.
    fn edit(&self, finding: &Diagnostic) -> Option<String> {
        let edit = finding.edit.as_ref()?;
        let at = position(self.sources, edit.at);
        let message = Message::new("edit-line")
            .with("path", self.sources.get(edit.at.source).path.as_str())
            .with("line", at.line.to_string())
            .with("old", in_one_line(&self.words(edit.at)))
            .with("new", in_one_line(&self.words(edit.with)));
        Some(self.say(&message))
    }

    /// What stands at a place.
    fn words(&self, location: Location) -> String {
        let text = self.sources.get(location.source).text();
        let span = location.span;
        text.get(span.start..span.end).unwrap_or_default().to_owned()
    }

    /// The sentence of a side, in one line.
    fn sentence(&self, side: &Side) -> String {
        in_one_line(&self.words(side.sentence))
    }

    /// The sentence of a side before its value, its value, and what follows.
    fn around(&self, side: &Side) -> (String, String, String) {
        let (value, sentence) = (side.label.location, side.sentence);
        if value.source != sentence.source || !sentence.span.contains(value.span) {
            return (self.words(sentence), String::new(), String::new());
        }
        let part = |start, end| {
            self.words(Location {
                source: value.source,
                span: Span::new(start, end),
            })
        };
        (
            part(sentence.span.start, value.span.start),
            part(value.span.start, value.span.end),
            part(value.span.end, sentence.span.end),
        )
    }
}

/// Whether a finding says that the user's own files cannot be used, so that nothing was checked.
fn is_of_settings(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error && [code::INVALID_RULE, code::INVALID_CONFIG].contains(&finding.code.as_str())
}

fn in_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Where a side stands and who introduced it: `path:line:column (established by …)`.
fn place_of(side: &Side, report: &Report<'_>) -> String {
    let location = side.label.location;
    let at = position(report.sources, location);
    let path = report.sources.get(location.source).path.as_str();
    format!("{path}:{}:{} ({})", at.line, at.column, report.say(&origin(side, None)))
}

fn commit(introduced: &Introduction) -> Message {
    let short = introduced.commit.get(..8).unwrap_or(&introduced.commit);
    Message::new("commit")
        .with("commit", short)
        .with("date", introduced.date.as_str())
        .with("author", introduced.author.as_str())
}

/// By whom an established side was introduced, and where it stands if `path` is to be told.
fn origin(side: &Side, path: Option<&str>) -> Message {
    let message = match (&side.introduced, path) {
        (None, None) => Message::new("established-here"),
        (None, Some(_)) => Message::new("established-in"),
        (Some(by), None) if by.is_bound => Message::new("established-in-or-before"),
        (Some(_), None) => Message::new("established-by"),
        (Some(by), Some(_)) if by.is_bound => Message::new("established-in-or-before-in"),
        (Some(_), Some(_)) => Message::new("established-in-by"),
    };
    let message = match &side.introduced {
        Some(by) => message.with("commit", commit(by)),
        None => message,
    };
    match path {
        Some(path) => message.with("path", path),
        None => message,
    }
}

/// Writes the findings, and what belongs to them in this format, as one text.
///
/// The human format ends with the scope and the summary, and JSON carries both; the
/// concise format holds findings only, so that its caller prints [`scope_line`] and
/// [`scope_remarks`] elsewhere.
pub fn render(format: Format, report: &Report<'_>, style: Style) -> String {
    match format {
        Format::Human => human::render(report, style),
        Format::Plain => plain::render(report),
        Format::Concise => concise::render(report),
        Format::Json => json::render(report),
        Format::Jsonl => jsonl::render(report),
        Format::Sarif => sarif::render(report),
        Format::Github => github::render(report),
        Format::Gitlab => gitlab::render(report),
        Format::Junit => junit::render(report),
        Format::Markdown => markdown::render(report),
    }
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Both sentences, with carets under the values.
    Human,
    /// The same in whole sentences, to be heard.
    Plain,
    /// One line per finding.
    Concise,
    /// One JSON object, version 1.
    Json,
    /// One line of JSON for each finding.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// The Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// A comment for a pull request.
    Markdown,
}

impl Format {
    /// All of them, in the order of the documentation.
    pub const ALL: [Format; 10] = [
        Format::Human,
        Format::Plain,
        Format::Concise,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Markdown,
    ];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Plain => "plain",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Markdown => "markdown",
        }
    }

    /// What it is, in one line.
    pub fn summary(self) -> &'static str {
        match self {
            Format::Human => "both sentences, with carets under the values",
            Format::Plain => "the same in whole sentences, to be heard: for screen readers and braille",
            Format::Concise => "one line per finding",
            Format::Json => "one JSON object, version 1",
            Format::Jsonl => "one line of JSON per finding",
            Format::Sarif => "SARIF 2.1.0, for code scanning services",
            Format::Github => "annotations of GitHub Actions",
            Format::Gitlab => "the Code Quality report of GitLab",
            Format::Junit => "JUnit XML, for CI systems that list tests",
            Format::Markdown => "a comment for a pull request",
        }
    }

    /// Whether people read it where it is printed: then it is told in their language.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Human | Format::Plain)
    }
}

/// What the place that the text goes to can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether colours are shown.
    pub color: bool,
    /// Columns. Fewer than 60 are taken as 60.
    pub width: usize,
    /// Whether frames are drawn with more than ASCII. Articles are shown as they are.
    pub unicode: bool,
    /// Whether places become links to the files of the work tree.
    pub hyperlinks: bool,
}

/// How many findings of each severity there are, and how many were suppressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity note.
    pub notes: usize,
    /// Findings that a directive, an ignore or the baseline took away.
    pub suppressed: usize,
}

impl Summary {
    /// Counts the findings that are reported; `suppressed` counts those that are not.
    pub fn new(findings: &[Diagnostic], suppressed: usize) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            suppressed,
        }
    }
}

/// What stays as it is in the path of an address.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A path as part of an address.
fn address(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// Text that a terminal shows as it is: whatever would move the cursor, change its state,
/// reorder the line or stay invisible is written as an escape, such as `\u{1b}`.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unsafe(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Control characters, line separators, and the format characters of Unicode: bidirectional
/// marks and overrides, zero-width characters, soft hyphens, invisible tags.
fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}'..='\u{ffff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// The same with the line ends of the text, which are factlint's own.
fn escaped_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(escaped).collect();
    lines.join("\n")
}

/// Where the text of a location ends.
fn position_after(sources: &Sources, location: Location) -> Position {
    let end = Span::new(location.span.end, location.span.end);
    position(
        sources,
        Location {
            source: location.source,
            span: end,
        },
    )
}

fn position(sources: &Sources, location: Location) -> Position {
    let text = sources.get(location.source).text();
    LineIndex::new(text).position(text, location.span.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_format_lets_a_control_character_through() {
        let mut sources = Sources::new();
        let text = "A \u{1b}[31mred \u{9b}2J\u{7}and \u{202e}desrever\u{202c} word,\tlundi\r 3.";
        let mut finding = fixture::alone(&mut sources, text, "lundi");
        finding.message = Message::verbatim("lundi \u{1b}]0;title\u{7}\n\u{2066}");
        finding.help = Message::verbatim("mend \u{1b}");
        finding.claim.label.message = Some(Message::verbatim("here \u{200b}"));
        let findings = [finding];
        for format in Format::ALL {
            let scope = fixture::scope();
            let text = render(format, &fixture::report(&findings, &sources, &scope), fixture::PLAIN);
            let loose: Vec<char> = text
                .chars()
                .filter(|character| *character != '\n' && is_unsafe(*character))
                .collect();
            assert!(loose.is_empty(), "{format:?} lets {loose:?} through");
        }
        assert_eq!(escaped("a\u{1b}[1m\u{202e}é\n"), "a\\u{1b}[1m\\u{202e}é\\n");
    }
}

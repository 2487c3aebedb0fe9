//! `factlint extract`: what factlint reads in a text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CliError, Exit, print, tell};
use crate::document::{DateOrigin, Document, Parsed, Settings, parse};
use crate::extract::{SaidOf, Trace, TraceStep, extract_traced, subjects, values};
use crate::language::{Language, TimeUnit};
use crate::rule::{Examples, RuleSet};
use crate::source::{LineIndex, RepoPath, Sources, Span};
use crate::value::{Duration, Hedge, Value};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint extract article.md\n  factlint extract --trace article.md\n  echo '{\"text\": \"Acme raised $4m.\"}' | factlint extract --input jsonl --format jsonl"
)]
pub(super) struct Arguments {
    /// How claims are written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Show every value that was read, with or without a claim
    #[arg(long)]
    values: bool,
    /// Show whom every value is said of, with or without a claim
    #[arg(long, conflicts_with = "values")]
    subjects: bool,
    /// Show, sentence by sentence, what was found and which rule claimed or rejected it
    #[arg(long, conflicts_with_all = ["values", "subjects"])]
    trace: bool,
    /// Read documents from standard input: one JSON object a line with "text", and "id", "lang", "date", "path" at will
    #[arg(long, value_enum)]
    input: Option<Input>,
    /// Files to read
    #[arg(required_unless_present = "input", conflicts_with = "input")]
    files: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object a line
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Input {
    /// JSON Lines
    Jsonl,
}

/// A document to read.
struct Text {
    id: Option<String>,
    path: RepoPath,
    text: String,
    language: Option<Language>,
    date: Option<Date>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let (rules, _) = RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &[]);
    let texts = if arguments.input.is_some() {
        from_standard_input()?
    } else {
        from_files(&arguments.files)?
    };
    let mut out = String::new();
    let mut exit = Exit::Clean;
    for text in &texts {
        let mut sources = Sources::new();
        let source = sources.add(text.path.clone(), text.text.as_str());
        let settings = Settings {
            language: text.language,
            ..Settings::default()
        };
        match parse(source, &text.path, &text.text, &settings) {
            Parsed::OtherLanguage(code) => tell(&format!("not read: {}: language {code}", text.path)),
            Parsed::Article(mut document) => {
                tell_skipped(text, &document);
                document.date = text.date.map(|date| (date, DateOrigin::FrontMatter)).or(document.date);
                write_document(arguments, &rules, text, &document, &mut out);
            }
        }
    }
    if texts.is_empty() {
        exit = Exit::NothingToRead;
    }
    print(&out)?;
    Ok(exit)
}

/// What could not be read in a document.
fn tell_skipped(text: &Text, document: &Document) {
    let lines = LineIndex::new(&text.text);
    for (span, reason) in &document.skipped {
        let line = lines.position(&text.text, span.start).line;
        tell(&format!("{}:{line}: {reason}", text.path));
    }
}

fn write_document(arguments: &Arguments, rules: &RuleSet, text: &Text, document: &Document, out: &mut String) {
    if arguments.values {
        for (span, value) in values(document, None) {
            write_value(arguments.format, text, span, &value, out);
        }
        return;
    }
    if arguments.subjects {
        for said in subjects(&rules.known, document) {
            write_subject(arguments.format, text, &said, out);
        }
        return;
    }
    let mut trace = if arguments.trace { Trace::on() } else { Trace::off() };
    let extraction = extract_traced(rules, document, &mut trace);
    if arguments.trace {
        write_trace(&text.path, &trace, out);
        return;
    }
    let lines = LineIndex::new(&text.text);
    if arguments.format == Format::Human {
        let _ = writeln!(
            out,
            "{} ({}): {} claims",
            text.path,
            document.language,
            extraction.claims.len()
        );
    }
    for claim in &extraction.claims {
        let qualifiers: BTreeMap<&str, &str> = claim.qualifiers.iter().map(|(q, v)| (q.as_str(), v.as_str())).collect();
        let said = slice(&text.text, claim.evidence.value);
        match arguments.format {
            Format::Human => {
                let limits: Vec<String> = qualifiers
                    .iter()
                    .map(|(name, value)| format!("{name} {value}"))
                    .collect();
                let limits = if limits.is_empty() {
                    String::new()
                } else {
                    format!(" [{}]", limits.join(", "))
                };
                let at = lines.position(&text.text, claim.evidence.value.start);
                let _ = writeln!(
                    out,
                    "{:>5}:{:<4} {} · {} = {}{limits}  ({}, {:?}, rule {}) « {} »",
                    at.line,
                    at.column,
                    claim.subject.name,
                    claim.attribute,
                    claim.value,
                    claim.modality,
                    claim.confidence,
                    claim.rule,
                    said.split_whitespace().collect::<Vec<_>>().join(" "),
                );
            }
            Format::Jsonl => {
                let amount = claim.value.amount();
                let line = ClaimLine {
                    id: text.id.as_deref(),
                    path: text.path.as_str(),
                    entity: &claim.subject.name,
                    attribute: &claim.attribute,
                    value: claim.value.to_string(),
                    low: amount.and_then(|amount| amount.low).map(|n| n.normalize().to_string()),
                    high: amount.and_then(|amount| amount.high).map(|n| n.normalize().to_string()),
                    unit: unit(&claim.value),
                    modality: claim.modality.as_str(),
                    qualifiers,
                    as_of: claim.as_of.map(|period| period.to_string()),
                    span: claim.evidence.value.into(),
                    sentence: claim.evidence.sentence.into(),
                    rule: &claim.rule,
                    confidence: format!("{:?}", claim.confidence).to_lowercase(),
                };
                write_line(&line, out);
            }
        }
    }
}

fn write_trace(path: &RepoPath, trace: &Trace, out: &mut String) {
    let _ = writeln!(out, "{path}");
    for step in trace.steps() {
        let _ = match step {
            TraceStep::Sentence(text) => writeln!(out, "\n« {text} »"),
            TraceStep::Value(text, value) => writeln!(out, "  value     {text} = {value}"),
            TraceStep::Reference(text, entity, kind) => writeln!(out, "  name      {text} → {entity} ({kind})"),
            TraceStep::Clause(text, subject) => writeln!(out, "  clause    {text} → {subject}"),
            TraceStep::Trigger(rule, text) => writeln!(out, "  trigger   {rule}: {text}"),
            TraceStep::Claimed(rule, how) => writeln!(out, "  claimed   {rule} by {how}"),
            TraceStep::Rejected(rule, why) => writeln!(out, "  rejected  {rule}: {why}"),
        };
    }
}

fn write_value(format: Format, text: &Text, span: Span, value: &Value, out: &mut String) {
    let said = slice(&text.text, span);
    if format == Format::Human {
        let _ = writeln!(
            out,
            "{}..{} {} {} « {} »",
            span.start,
            span.end,
            value.kind(),
            value,
            said
        );
        return;
    }
    let amount = value.amount();
    let number = |n: Option<rust_decimal::Decimal>| n.map(|n| n.normalize().to_string());
    let ranged = amount.is_some_and(|amount| amount.hedge == Hedge::Range);
    let (start, end, grain, part, unknown) = match value {
        Value::Date(period) => (
            period.extent().0.map(|day| day.to_string()),
            period.extent().1.map(|day| day.to_string()),
            Some(period.grain.as_str()),
            period.part.map(|part| part.as_str()),
            if period.year_known || period.relative {
                Vec::new()
            } else {
                vec!["year"]
            },
        ),
        _ => (None, None, None, None, Vec::new()),
    };
    let line = ValueLine {
        id: text.id.as_deref(),
        kind: value.kind().as_str(),
        text: said,
        span: span.into(),
        nominal: amount
            .filter(|_| !ranged)
            .map(|amount| amount.nominal.normalize().to_string()),
        low: number(amount.and_then(|amount| amount.low)),
        high: number(amount.and_then(|amount| amount.high)),
        unit: unit(value),
        parts: parts(value),
        start,
        end,
        unknown,
        part,
        grain,
        hedge: hedge(amount.map(|amount| amount.hedge)),
    };
    write_line(&line, out);
}

fn write_subject(format: Format, text: &Text, said: &SaidOf, out: &mut String) {
    let words = slice(&text.text, said.span);
    let (subject, confidence) = match &said.subject {
        Some((subject, certainty)) => (Some(subject), Some(format!("{certainty:?}").to_lowercase())),
        None => (None, None),
    };
    if format == Format::Human {
        let _ = match (subject, confidence) {
            (Some(subject), Some(confidence)) => {
                writeln!(out, "{words} → {} ({}, {confidence})", subject.name, subject.kind)
            }
            _ => writeln!(out, "{words} → nobody named"),
        };
        return;
    }
    let line = SubjectLine {
        id: text.id.as_deref(),
        kind: said.value.kind().as_str(),
        text: words,
        span: said.span.into(),
        entity: subject.map(|subject| subject.name.as_str()),
        entity_kind: subject.map(|subject| subject.kind.as_str()),
        confidence,
    };
    write_line(&line, out);
}

fn write_line(line: &impl Serialize, out: &mut String) {
    if let Ok(json) = serde_json::to_string(line) {
        out.push_str(&json);
        out.push('\n');
    }
}

fn unit(value: &Value) -> Option<String> {
    match value {
        Value::Money(_, currency) => Some(currency.code().to_owned()),
        Value::Quantity(_, unit) => Some(unit.name.clone()),
        Value::Count(_, nouns) => nouns.first().cloned(),
        Value::Duration(_) | Value::Age(_) => Some("day".to_owned()),
        _ => None,
    }
}

/// Fortnights, quarters and the like are given in the units that readers know.
fn parts(value: &Value) -> Option<Vec<(String, &'static str)>> {
    let (Value::Duration(Duration { parts, .. }) | Value::Age(Duration { parts, .. })) = value else {
        return None;
    };
    Some(
        parts
            .iter()
            .map(|(number, unit)| {
                let (factor, unit) = match unit {
                    TimeUnit::Fortnight => (2, TimeUnit::Week),
                    TimeUnit::Quarter => (3, TimeUnit::Month),
                    TimeUnit::Decade => (10, TimeUnit::Year),
                    TimeUnit::Century => (100, TimeUnit::Year),
                    TimeUnit::Millennium => (1_000, TimeUnit::Year),
                    unit => (1, *unit),
                };
                let number = *number * rust_decimal::Decimal::from(factor);
                (number.normalize().to_string(), unit.as_str())
            })
            .collect(),
    )
}

fn hedge(hedge: Option<Hedge>) -> Option<&'static str> {
    use crate::language::HedgeWord;
    Some(match hedge? {
        Hedge::Exact => "exact",
        Hedge::Range => "range",
        Hedge::Word(HedgeWord::About) => "about",
        Hedge::Word(HedgeWord::Nearly) => "nearly",
        Hedge::Word(HedgeWord::MoreThan) => "more than",
        Hedge::Word(HedgeWord::LessThan) => "less than",
        Hedge::Word(HedgeWord::AtLeast) => "at least",
        Hedge::Word(HedgeWord::AtMost) => "at most",
    })
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

fn from_files(files: &[PathBuf]) -> Result<Vec<Text>, CliError> {
    files
        .iter()
        .map(|file| {
            let shown = file.display().to_string();
            let bytes = std::fs::read(file).map_err(|error| CliError::Io(format!("read {shown}"), error))?;
            let text = String::from_utf8(bytes).map_err(|error| {
                CliError::Usage(format!(
                    "{shown} is not UTF-8 (byte {}): save it as UTF-8",
                    error.utf8_error().valid_up_to()
                ))
            })?;
            Ok(Text {
                id: None,
                path: RepoPath::new(shown.replace(std::path::MAIN_SEPARATOR, "/")),
                text,
                language: None,
                date: None,
            })
        })
        .collect()
}

fn from_standard_input() -> Result<Vec<Text>, CliError> {
    let mut input = String::new();
    std::io::stdin()
        .read_to_string(&mut input)
        .map_err(|error| CliError::Io("read standard input".to_owned(), error))?;
    input
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            let raw: DocumentLine = serde_json::from_str(line)
                .map_err(|error| CliError::Usage(format!("standard input, line {}: {error}", number + 1)))?;
            let date = match &raw.date {
                None => None,
                Some(text) => Some(text.get(..10).unwrap_or(text).parse().map_err(|_| {
                    CliError::Usage(format!(
                        "standard input, line {}: \"{text}\" is not a day; write it as 2026-01-29",
                        number + 1
                    ))
                })?),
            };
            Ok(Text {
                path: RepoPath::new(raw.path.unwrap_or_else(|| "stdin.txt".to_owned())),
                language: raw.lang.as_deref().and_then(Language::from_tag),
                id: raw.id.or_else(|| Some((number + 1).to_string())),
                text: raw.text,
                date,
            })
        })
        .collect()
}

#[derive(Deserialize)]
struct DocumentLine {
    id: Option<String>,
    text: String,
    lang: Option<String>,
    date: Option<String>,
    path: Option<String>,
}

#[derive(Serialize)]
struct SpanLine {
    start: usize,
    end: usize,
}

impl From<Span> for SpanLine {
    fn from(span: Span) -> Self {
        Self {
            start: span.start,
            end: span.end,
        }
    }
}

#[derive(Serialize)]
struct ClaimLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    path: &'a str,
    entity: &'a str,
    attribute: &'a str,
    value: String,
    low: Option<String>,
    high: Option<String>,
    unit: Option<String>,
    modality: &'a str,
    qualifiers: BTreeMap<&'a str, &'a str>,
    as_of: Option<String>,
    span: SpanLine,
    sentence: SpanLine,
    rule: &'a str,
    confidence: String,
}

#[derive(Serialize)]
struct SubjectLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    kind: &'a str,
    text: &'a str,
    span: SpanLine,
    entity: Option<&'a str>,
    entity_kind: Option<&'a str>,
    confidence: Option<String>,
}

#[derive(Serialize)]
struct ValueLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    kind: &'a str,
    text: &'a str,
    span: SpanLine,
    nominal: Option<String>,
    low: Option<String>,
    high: Option<String>,
    unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<(String, &'static str)>>,
    start: Option<String>,
    end: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<&'static str>,
    part: Option<&'static str>,
    grain: Option<&'static str>,
    hedge: Option<&'static str>,
}

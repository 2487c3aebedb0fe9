//! SARIF 2.1.0, as code scanning services read it: the claim is the location, what is established are
//! related locations, and the fingerprint survives edits around both.

use std::collections::BTreeMap;

use serde_json::json;
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Fix, Invocation, Location, Message, MultiformatMessageString,
    Notification, PhysicalLocation, Region, Replacement, ReportingDescriptor, Result as Finding, ResultLevel, Run,
    Sarif, Tool, ToolComponent,
};

use crate::diagnostic::{Diagnostic, Severity, Side};
use crate::source;

use super::json::printable;
use super::{
    Report, address, escaped_lines, is_of_settings, origin, position, position_after, scope_line, scope_remarks,
};

/// Where the schema stands, as the standard itself names it.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log, indented by two spaces, with a line end.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let tool = ToolComponent::builder()
        .name("factlint")
        .version(env!("CARGO_PKG_VERSION"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .rules(codes.iter().map(|code| descriptor(code, report)).collect::<Vec<_>>())
        .build();
    let notes = [scope_line(report.scope, report.tongue)].into_iter();
    let notes = notes.chain(scope_remarks(report.scope, report.tongue));
    let unread = report.scope.unreadable.len();
    let notes = notes.enumerate().map(|(number, line)| {
        // What could not be read comes right behind the line that says what was.
        let level = match (1..=unread).contains(&number) {
            true => "error",
            false => "note",
        };
        Notification::builder().level(json!(level)).message(text(&line)).build()
    });
    let is_done = unread == 0 && !report.findings.iter().any(is_of_settings);
    let invocation = Invocation::builder()
        .execution_successful(is_done)
        .tool_execution_notifications(notes.collect::<Vec<_>>())
        .build();
    let results: Vec<Finding> = report
        .findings
        .iter()
        .map(|finding| result(finding, &codes, report))
        .collect();
    let run = Run::builder()
        .tool(Tool::builder().driver(tool).build())
        .language(report.tongue.as_str())
        .column_kind(json!("utf16CodeUnits"))
        .invocations(vec![invocation])
        .results(results)
        .build();
    let log = Sarif::builder()
        .schema(SCHEMA)
        .version(json!("2.1.0"))
        .runs(vec![run])
        .build();
    // Strings and numbers always serialise.
    let written = serde_json::to_string_pretty(&log).unwrap_or_default();
    format!("{}\n", printable(&written))
}

fn text(words: &str) -> Message {
    Message::builder().text(escaped_lines(words)).build()
}

fn descriptor(code: &str, report: &Report<'_>) -> ReportingDescriptor {
    let about = report.about.get(code).map_or(code, String::as_str);
    ReportingDescriptor::builder()
        .id(code)
        .short_description(MultiformatMessageString::builder().text(about).build())
        .help(
            MultiformatMessageString::builder()
                .text(format!("factlint explain {code}"))
                .build(),
        )
        .build()
}

fn result(finding: &Diagnostic, codes: &[&str], report: &Report<'_>) -> Finding {
    let code = finding.code.as_str();
    let level = match finding.severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Note => ResultLevel::Note,
    };
    let mut words = vec![report.say(&finding.message)];
    let remarks = report.remarks(finding).into_iter();
    words.extend(remarks.map(|(word, text)| format!("{word} {text}")));
    let related = finding.established.iter().zip(0_i64..).map(|(side, id)| {
        Location::builder()
            .id(id)
            .physical_location(physical(side, report))
            .message(text(&report.say(&origin(side, None))))
            .build()
    });
    let claim = Location::builder()
        .physical_location(physical(&finding.claim, report))
        .build();
    let prints = BTreeMap::from([("factlint/v1".to_owned(), finding.fingerprint.as_str().to_owned())]);
    let index = codes.iter().position(|known| *known == code);
    let mut result = Finding::builder()
        .rule_id(code)
        .rule_index(index.and_then(|index| i64::try_from(index).ok()).unwrap_or(-1))
        .level(level)
        .message(text(&words.join("\n")))
        .locations(vec![claim])
        .partial_fingerprints(prints)
        .build();
    let related: Vec<Location> = related.collect();
    if !related.is_empty() {
        result.related_locations = Some(related);
    }
    result.fixes = fix(finding, report).map(|fix| vec![fix]);
    result
}

/// The edit that would agree with what is established.
fn fix(finding: &Diagnostic, report: &Report<'_>) -> Option<Fix> {
    let edit = finding.edit.as_ref()?;
    let replacement = Replacement::builder()
        .deleted_region(region(edit.at, report))
        .inserted_content(ArtifactContent::builder().text(report.words(edit.with)).build())
        .build();
    let change = ArtifactChange::builder()
        .artifact_location(artifact(edit.at, report))
        .replacements(vec![replacement])
        .build();
    let words = report.edit(finding)?;
    Some(
        Fix::builder()
            .description(text(&words))
            .artifact_changes(vec![change])
            .build(),
    )
}

fn physical(side: &Side, report: &Report<'_>) -> PhysicalLocation {
    let location = side.label.location;
    let sentence = source::Location {
        source: side.sentence.source,
        span: side.sentence.span,
    };
    PhysicalLocation::builder()
        .artifact_location(artifact(location, report))
        .region(region(location, report))
        .context_region(region(sentence, report))
        .build()
}

fn artifact(location: source::Location, report: &Report<'_>) -> ArtifactLocation {
    let path = report.sources.get(location.source).path.as_str();
    ArtifactLocation::builder().uri(address(path)).build()
}

fn region(location: source::Location, report: &Report<'_>) -> Region {
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let (from, to) = (
        position(report.sources, location),
        position_after(report.sources, location),
    );
    Region::builder()
        .start_line(number(from.line))
        .start_column(number(from.utf16_column))
        .end_line(number(to.line))
        .end_column(number(to.utf16_column))
        .byte_offset(number(location.span.start))
        .byte_length(number(location.span.len()))
        .snippet(ArtifactContent::builder().text(report.words(location)).build())
        .build()
}

//! Ways out: directives in articles, exceptions by fingerprint, the baseline, and rules that the run ignores.
//! What has no use, no reason, or no time left is told.

mod baseline;
mod told;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use baseline::{Baseline, Entry};

use crate::diagnostic::{Code, Diagnostic, Side, code};
use crate::document::{Directive, Until};
use crate::source::{Location, RepoPath, SourceId, Span};

/// The directives of one article and the sentences that they cover, as stored bytes.
#[derive(Debug, Clone)]
pub struct Covered {
    /// Where it stands.
    pub path: RepoPath,
    /// Its text.
    pub source: SourceId,
    /// Each directive with the bytes of the sentences that it covers.
    pub directives: Vec<(Directive, Vec<Span>)>,
    /// Whether the change touched the article: only then is what is wrong with its directives told.
    pub changed: bool,
}

/// One finding that is let be, by its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// The fingerprint or its beginning.
    pub fingerprint: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds; none where it holds for good.
    pub until: Option<Date>,
    /// Where it is written.
    pub location: Location,
}

/// All ways out of a run.
#[derive(Debug, Clone, Copy)]
pub struct Exceptions<'e> {
    /// Directives in articles.
    pub covered: &'e [Covered],
    /// Exceptions by fingerprint.
    pub single: &'e [Exception],
    /// What was there when factlint was adopted.
    pub baseline: &'e Baseline,
    /// Rules that the run ignores.
    pub ignored: &'e [String],
    /// The rules that there are.
    pub rules: &'e [&'e str],
    /// The day on which the run takes place.
    pub today: Date,
    /// Whether the run sees every finding, so that what suppresses nothing has no use.
    pub sees_all: bool,
}

/// What took a finding away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// The directive of that number in that article.
    Directive(SourceId, usize),
    /// The exception of that number.
    Single(usize),
    /// The baseline.
    Baseline,
    /// The run ignores its rule.
    Run,
}

/// What is left after suppression, and what was suppressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// The findings that stay.
    pub kept: Vec<Diagnostic>,
    /// Those that were suppressed.
    pub suppressed: Vec<Diagnostic>,
    /// How many findings or sides of findings each way took.
    pub used: BTreeMap<Way, usize>,
}

/// Drops what the ways out cover; adds a finding for each that is unused, expired, unexplained or unknown.
pub fn suppress(findings: Vec<Diagnostic>, ways: &Exceptions<'_>) -> Suppressed {
    let by_source: BTreeMap<SourceId, &Covered> =
        ways.covered.iter().map(|article| (article.source, article)).collect();
    let mut used: BTreeMap<Way, usize> = BTreeMap::new();
    let mut kept = Vec::new();
    let mut suppressed = Vec::new();
    for mut finding in findings {
        let here = matching(&finding.claim, &finding.code, &by_source, ways.today);
        // A directive at an established sentence speaks of that sentence alone.
        let had_sides = !finding.established.is_empty();
        let silenced: Vec<bool> = finding
            .established
            .iter()
            .map(|side| match matching(side, &finding.code, &by_source, ways.today) {
                Some(way) => {
                    *used.entry(way).or_default() += 1;
                    true
                }
                None => false,
            })
            .collect();
        let is_left = |number: usize| !silenced.get(number).copied().unwrap_or_default();
        let mut numbers = 0..;
        finding.established.retain(|_| numbers.next().is_none_or(is_left));
        let mut numbers = 0..;
        finding.pairs.retain(|_| numbers.next().is_none_or(is_left));
        let ignored = ways.ignored.iter().any(|rule| rule == finding.code.as_str());
        let single = ways.single.iter().position(|exception| {
            holds(exception.until, ways.today) && finding.fingerprint.as_str().starts_with(&exception.fingerprint)
        });
        let found = [
            here,
            single.map(Way::Single),
            ways.baseline.covers(&finding).then_some(Way::Baseline),
            ignored.then_some(Way::Run),
        ];
        let mut takes_away = had_sides && finding.established.is_empty();
        for way in found.into_iter().flatten() {
            *used.entry(way).or_default() += 1;
            takes_away = true;
        }
        if takes_away {
            suppressed.push(finding);
        } else {
            kept.push(finding);
        }
    }
    kept.extend(about_directives(ways, &used));
    kept.extend(about_single(ways, &used));
    Suppressed { kept, suppressed, used }
}

/// What is wrong with the directives of changed articles.
fn about_directives(ways: &Exceptions<'_>, used: &BTreeMap<Way, usize>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for article in ways.covered.iter().filter(|article| article.changed) {
        for (number, (directive, _)) in article.directives.iter().enumerate() {
            let rules = || directive.rules.iter();
            let unknown = rules().find(|rule| !ways.rules.contains(&rule.as_str()) && !is_code(rule));
            if let Some(unknown) = unknown {
                found.push(told::unknown(article, directive, unknown, ways.rules));
            }
            match &directive.until {
                Some(Until::Unreadable(text)) => {
                    found.push(told::unreadable_day(article, directive, text));
                    continue;
                }
                Some(Until::Day(day)) if !holds(Some(*day), ways.today) => {
                    found.push(told::expired(article, directive, *day));
                    continue;
                }
                _ => {}
            }
            if !directive.reason.contains(char::is_alphanumeric) {
                found.push(told::unexplained(article, directive));
            }
            let is_used = used.contains_key(&Way::Directive(article.source, number));
            let by_run = !directive.rules.is_empty() && rules().all(|rule| ways.ignored.contains(rule));
            if !is_used && !by_run && unknown.is_none() {
                found.push(told::unused(article, directive));
            }
        }
    }
    found
}

/// What is wrong with exceptions by fingerprint. Only a run that sees all findings knows which have no use.
fn about_single(ways: &Exceptions<'_>, used: &BTreeMap<Way, usize>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (number, exception) in ways.single.iter().enumerate().filter(|_| ways.sees_all) {
        if let Some(day) = exception.until.filter(|day| !holds(Some(*day), ways.today)) {
            found.push(told::expired_single(exception, day));
        } else if !used.contains_key(&Way::Single(number)) {
            found.push(told::unused_single(exception));
        }
        if exception.reason.trim().is_empty() {
            found.push(told::unexplained_single(exception));
        }
    }
    found
}

/// Whether a way out that holds until that day does so today. It holds on its last day.
pub fn holds(until: Option<Date>, today: Date) -> bool {
    until.is_none_or(|last| today <= last)
}

fn is_code(rule: &str) -> bool {
    code::ALL.contains(&rule)
}

fn matching(side: &Side, code: &Code, by_source: &BTreeMap<SourceId, &Covered>, today: Date) -> Option<Way> {
    let source = side.label.location.source;
    let article = by_source.get(&source)?;
    let number = article.directives.iter().position(|(directive, spans)| {
        let named = directive.rules.is_empty() || directive.rules.iter().any(|rule| rule == code.as_str());
        named && directive.holds(today) && spans.iter().any(|span| span.overlaps(side.sentence.span))
    })?;
    Some(Way::Directive(source, number))
}

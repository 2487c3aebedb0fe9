//! What is said of ways out that have no use, no reason, no time left, or name what does not exist.

use jiff::civil::Date;

use super::{Covered, Exception};
use crate::diagnostic::{Code, Confidence, Diagnostic, Fingerprint, Message, Severity, Side, code, nearest};
use crate::document::Directive;
use crate::source::Location;

/// What is told of one way out.
struct Told {
    code: &'static str,
    severity: Severity,
    message: Message,
    help: Message,
}

fn of_directive(article: &Covered, directive: &Directive, told: Told) -> Diagnostic {
    let location = Location {
        source: article.source,
        span: directive.span,
    };
    let mut signature = [article.path.to_string(), directive.rules.join(",")];
    finding(location, &mut signature, told)
}

fn of_single(exception: &Exception, told: Told) -> Diagnostic {
    finding(exception.location, &mut [exception.fingerprint.clone()], told)
}

fn finding(location: Location, signature: &mut [String], told: Told) -> Diagnostic {
    let label = (told.code == code::UNUSED_SUPPRESSION).then(|| Message::new("suppression-unused-label"));
    Diagnostic {
        code: Code::new(told.code),
        severity: told.severity,
        confidence: Confidence::High,
        message: told.message,
        entity: None,
        attribute: None,
        claim: Side::place(location, label),
        established: Vec::new(),
        pairs: Vec::new(),
        edit: None,
        notes: Vec::new(),
        help: told.help,
        fingerprint: Fingerprint::new(told.code, "", signature),
    }
}

pub(super) fn unused(article: &Covered, directive: &Directive) -> Diagnostic {
    let told = Told {
        code: code::UNUSED_SUPPRESSION,
        severity: Severity::Note,
        message: Message::new("suppression-unused"),
        help: Message::new("help-suppression-unused"),
    };
    of_directive(article, directive, told)
}

pub(super) fn unused_single(exception: &Exception) -> Diagnostic {
    let told = Told {
        code: code::UNUSED_SUPPRESSION,
        severity: Severity::Note,
        message: Message::new("exception-unused").with("fingerprint", exception.fingerprint.as_str()),
        help: Message::new("help-exception-prune"),
    };
    of_single(exception, told)
}

fn has_expired(day: Date) -> Told {
    Told {
        code: code::EXPIRED_SUPPRESSION,
        severity: Severity::Warning,
        message: Message::new("suppression-expired").with("day", day.to_string()),
        help: Message::new("help-suppression-expired"),
    }
}

pub(super) fn expired(article: &Covered, directive: &Directive, day: Date) -> Diagnostic {
    of_directive(article, directive, has_expired(day))
}

pub(super) fn expired_single(exception: &Exception, day: Date) -> Diagnostic {
    of_single(exception, has_expired(day))
}

fn has_no_reason() -> Told {
    Told {
        code: code::UNEXPLAINED_SUPPRESSION,
        severity: Severity::Note,
        message: Message::new("suppression-unexplained"),
        help: Message::new("help-suppression-unexplained"),
    }
}

pub(super) fn unexplained(article: &Covered, directive: &Directive) -> Diagnostic {
    of_directive(article, directive, has_no_reason())
}

pub(super) fn unexplained_single(exception: &Exception) -> Diagnostic {
    of_single(exception, has_no_reason())
}

pub(super) fn unreadable_day(article: &Covered, directive: &Directive, text: &str) -> Diagnostic {
    let told = Told {
        code: code::UNKNOWN_SUPPRESSION,
        severity: Severity::Warning,
        message: Message::new("suppression-no-day").with("text", text),
        help: Message::new("help-suppression-no-day"),
    };
    of_directive(article, directive, told)
}

pub(super) fn unknown(article: &Covered, directive: &Directive, rule: &str, rules: &[&str]) -> Diagnostic {
    let known: Vec<&str> = rules.iter().chain(&code::ALL).copied().collect();
    let help = match nearest(rule, &known) {
        Some(near) => Message::new("help-suppression-near").with("rule", near),
        None => Message::new("help-suppression-unknown"),
    };
    let told = Told {
        code: code::UNKNOWN_SUPPRESSION,
        severity: Severity::Warning,
        message: Message::new("suppression-unknown").with("rule", rule),
        help,
    };
    of_directive(article, directive, told)
}

//! One finding again, with the steps that led to it.

use super::article::Corpus;
use super::history::trace_back;
use super::sides::Sides;
use super::{Request, Run, load_judge};
use crate::contradiction;
use crate::diagnostic::Diagnostic;
use crate::git::{GitError, Repository};
use crate::source::Sources;

/// A finding and how it came about.
#[derive(Debug)]
pub struct Explained {
    /// The finding.
    pub finding: Diagnostic,
    /// The steps of the comparison.
    pub steps: Vec<contradiction::Step>,
    /// The texts of both sides.
    pub sources: Sources,
}

/// How the finding whose fingerprint begins so came about; none where the run finds no such one.
///
/// # Errors
///
/// Where Git cannot be read, or the user's files cannot be used.
pub fn explain(repository: &Repository, request: &Request, fingerprint: &str) -> Result<Option<Explained>, GitError> {
    let sides = Sides::of(repository, &request.mode)?;
    let mut sources = Sources::new();
    let judge = load_judge(repository, &sides.new, &sides.listing, &mut sources)?;
    if let Some(mistake) = judge.mistakes.first() {
        return Err(GitError::Other {
            doing: "use the configuration and the rules".to_owned(),
            reason: mistake.message.clone(),
        });
    }
    let corpus = Corpus::read(repository, &sides, &judge, request, &mut sources)?;
    let run = Run {
        repository,
        request,
        sides: &sides,
        judge: &judge,
        corpus: &corpus,
        sources: &sources,
    };
    let mut found = None;
    run.each_collection(&mut |ledger, contradictions| {
        for contradiction in contradictions {
            let described = contradiction::describe(contradiction, ledger, &judge.rules);
            let wanted = described.filter(|finding| finding.fingerprint.as_str().starts_with(fingerprint));
            if let Some(finding) = wanted {
                found = Some((finding, contradiction::account(contradiction, ledger, &judge.rules)));
            }
        }
    })?;
    let Some((mut finding, steps)) = found else {
        return Ok(None);
    };
    trace_back(repository, &sides, &sources, &mut finding)?;
    Ok(Some(Explained {
        finding,
        steps,
        sources,
    }))
}

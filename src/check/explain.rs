//! One finding again, with the steps that led to it.

use super::Request;
use super::run::Run;
use super::standing::{Keeping, Watch};
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
pub fn explain(
    repository: &Repository,
    request: &Request,
    fingerprint: &str,
    keeping: &Keeping,
    watch: &dyn Watch,
) -> Result<Option<Explained>, GitError> {
    let Some(run) = Run::whole(repository, request, keeping, watch)? else {
        return Ok(None);
    };
    let rules = &run.judge.rules;
    let mut found = None;
    run.each_named(fingerprint, &mut |ledger, contradiction, finding| {
        found = Some((finding, contradiction::account(contradiction, ledger, rules)));
    })?;
    let Some((mut finding, steps)) = found else {
        return Ok(None);
    };
    run.history().trace_back(&mut finding)?;
    super::read_shown(&run, std::slice::from_ref(&finding))?;
    Ok(Some(Explained {
        finding,
        steps,
        sources: run.sources,
    }))
}

//! The `factlint` program.

use std::process::ExitCode;

// Reading rules and articles makes many small strings: a quarter of a hook's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    factlint::cli::run(std::env::args_os())
}

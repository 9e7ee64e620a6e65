//! Every write of a whole run fails in turn, in every manner: the disk is full, read-only, out of handles, fails once, or the process
//! is gone in the middle of it. Afterwards the index is the one before or the one after, and the next run comes to what it
//! would have come to undisturbed.
//!
//! `MINUTEBOOK_FAULTS=1` takes every step of the run, 5 every fifth; otherwise every few, beginning elsewhere for each manner.

use super::states;
use minutebook::internals::error::RunError;
use minutebook::internals::run::observe::Unobserved;
use minutebook::internals::run::report::RunReport;
use minutebook::internals::run::{self, Options};
use minutebook::internals::settings::Settings;
use minutebook::internals::store::Storage;
use minutebook::internals::store::faults::{Disk, FailAt, Manner, SwiftDisk};
use minutebook::internals::workspace::Workspace;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// EMFILE on Linux and macOS.
const TOO_MANY_OPEN_FILES: i32 = 24;
/// Steps left out between two that fail, where not all are asked for.
const STRIDE: usize = 37;
/// In one case of so many the run takes over what stands in the outputs.
const STANDING: u32 = 3;

fn run_on(dir: &Path, disk: Arc<dyn Disk>) -> Result<RunReport, RunError> {
    let workspace = Workspace::at(dir);
    let options = Options { settle: Some(Duration::ZERO), ..Options::default() };
    run::run_on(&Storage::on(dir, disk), &workspace, &Settings::default(), &options, &Unobserved)
}

fn disks(nth: u64) -> [(&'static str, FailAt); 6] {
    use io::ErrorKind::{Other, ReadOnlyFilesystem, StorageFull};
    [
        ("full disk", FailAt::new(nth, Manner::Full).with(StorageFull)),
        ("read-only", FailAt::new(nth, Manner::ReadOnly).with(ReadOnlyFilesystem)),
        ("out of handles", FailAt::new(nth, Manner::Full).with_code(TOO_MANY_OPEN_FILES)),
        ("out of handles once", FailAt::new(nth, Manner::Once).with_code(TOO_MANY_OPEN_FILES)),
        ("one failing write", FailAt::new(nth, Manner::Once).with(Other)),
        ("killed in the middle", FailAt::new(nth, Manner::Dead)),
    ]
}

#[test]
fn whatever_write_of_a_run_fails_nothing_is_lost() {
    let place = tempfile::tempdir().unwrap();
    let base = place.path().join("base");
    states::put(&base, 0);
    run_on(&base, Arc::new(SwiftDisk)).unwrap();
    let before = states::items(&base);
    states::put(&base, 1);
    let whole = place.path().join("whole");
    states::copy(&base, &whole);
    let counting = Arc::new(FailAt::never());
    run_on(&whole, counting.clone()).unwrap();
    let (steps, after) = (counting.steps(), states::items(&whole));
    assert_ne!(before, after);

    let stride =
        std::env::var("MINUTEBOOK_FAULTS").ok().and_then(|text| text.parse::<usize>().ok()).unwrap_or(STRIDE).max(1);
    // The manners side by side: each has its own disk.
    let cases: BTreeMap<&str, (u32, u32)> = std::thread::scope(|scope| {
        let (base, before, after) = (&base, &before, &after);
        let tries: Vec<_> = (0..disks(0).len())
            .map(|manner| {
                let dir = place.path().join(format!("case-{manner}"));
                let failing = (0..steps).skip(manner * stride / 6).step_by(stride);
                scope.spawn(move || one_manner(manner, failing, steps, base, &dir, [before, after]))
            })
            .collect();
        tries.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    println!("a run of {steps} steps; cases (of them ended with an error): {cases:?}");
}

type Items = BTreeMap<String, String>;

/// Fails each of these steps of the run over `base`; answers the manner, the cases, and how many of them ended with an error.
fn one_manner(
    manner: usize,
    failing: impl Iterator<Item = u64>,
    steps: u64,
    base: &Path,
    dir: &Path,
    [before, after]: [&Items; 2],
) -> (&'static str, (u32, u32)) {
    let (name, _) = disks(0).into_iter().nth(manner).unwrap();
    let (mut cases, mut told) = (0, 0);
    for nth in failing {
        let (_, disk) = disks(nth).into_iter().nth(manner).unwrap();
        let case = format!("{name} at step {nth} of {steps}");
        states::copy(base, dir);
        if cases % STANDING == 0 {
            // What stands in outputs is believed of files that were written there, not of copies: so they are written anew.
            states::put(dir, 0);
            std::fs::remove_file(dir.join("outputs/.generation")).unwrap();
            run_on(dir, Arc::new(SwiftDisk)).unwrap();
            states::put(dir, 1);
        }
        let outcome = run_on(dir, Arc::new(disk));
        cases += 1;
        if let Err(error) = &outcome {
            assert!(!error.message.is_empty(), "{case}");
            told += 1;
        }
        let now = states::indexed(dir, &case);
        assert!(now == states::keys(before) || now == states::keys(after), "{case}: the index holds {now:?}");
        // The disk is sound again.
        if let Err(error) = run_on(dir, Arc::new(SwiftDisk)) {
            panic!("{case}: the next run: {error} {:?}", error.cause);
        }
        assert_eq!(&states::items(dir), after, "{case}");
        let findings = run::check::check(&Workspace::at(dir), &Settings::default()).unwrap();
        assert!(findings.is_empty(), "{case}: {findings:?}");
        assert_eq!(states::left_behind(dir), Vec::<String>::new(), "{case}");
        std::fs::remove_dir_all(dir).unwrap();
    }
    println!("{name}: {cases} steps of {steps} failed, one at a time");
    (name, (cases, told))
}

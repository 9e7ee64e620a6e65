//! What a ledger of ten thousand reports and a hundred thousand items costs a run: opening it, asking about every report,
//! naming the items of a report that is as it was.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use criterion::{Criterion, criterion_group, criterion_main};
use minutebook::internals::store::identity::{Given, ItemChanges, KeyGiven, KeyReason, Keys};
use minutebook::internals::store::{Ledger, Storage};
use std::hint::black_box;

const REPORTS: usize = 10_000;
const ITEMS_A_REPORT: usize = 10;

fn ledger(criterion: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    let storage = Storage::at(dir.path());
    let mut ledger = Ledger::open(&storage, dir.path()).unwrap();
    for report in 0..REPORTS {
        let key = format!("mag-{:04}-{:02}-{:02}", 1900 + report / 300, report / 28 % 12 + 1, report % 28 + 1);
        let key = format!("{key}-{report}");
        ledger
            .put_key(KeyGiven {
                key: key.clone(),
                path: format!("{}/{key}.pdf", 1900 + report / 300),
                sha256: format!("{report:064x}"),
                reason: KeyReason::Proposed,
                formerly: None,
            })
            .unwrap();
        let given = |number: usize| Given {
            id: format!("{key}#annex-2/formation-of-bpfs/p{number}~k3v5wq2a.d"),
            natural: None,
            words: format!("{report:012x}{number:012x}"),
            digest: "k3v5wq2a".to_owned(),
            text:
                "It was agreed that the Secretariat would circulate the revised draft of the guidelines to all members \
                   and collect their comments by the end of the month, before the next virtual meeting."
                    .to_owned(),
        };
        let changes = ItemChanges { given: (0..ITEMS_A_REPORT).map(given).collect(), ..ItemChanges::default() };
        ledger.put_items(0, &key, changes).unwrap();
    }
    ledger.sync().unwrap();
    let bytes: u64 = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
    println!("{REPORTS} reports, {} items: {} KiB", REPORTS * ITEMS_A_REPORT, bytes / 1024);
    let present: Vec<(String, String)> =
        ledger.files().iter().map(|file| (file.path.clone(), file.sha256.clone())).collect();
    let key = ledger.files().first().unwrap().key.clone();

    criterion.bench_function("open, as every run and search does", |bencher| {
        bencher.iter(|| black_box(Ledger::open(&storage, dir.path()).unwrap().files().len()));
    });
    criterion.bench_function("open and give all reports their keys again", |bencher| {
        bencher.iter(|| {
            let ledger = Ledger::open(&storage, dir.path()).unwrap();
            black_box(Keys::new(ledger.files(), &present, &Default::default()));
        });
    });
    criterion.bench_function("open and read the items of one report", |bencher| {
        bencher.iter(|| black_box(Ledger::open(&storage, dir.path()).unwrap().items(&key).unwrap().len()));
    });
    criterion.bench_function("read the items of all reports", |bencher| {
        bencher.iter(|| {
            let ledger = Ledger::open(&storage, dir.path()).unwrap();
            let items: usize = ledger.files().iter().map(|file| ledger.items(&file.key).unwrap().len()).sum();
            assert_eq!(items, REPORTS * ITEMS_A_REPORT);
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = ledger
}
criterion_main!(benches);

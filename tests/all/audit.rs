//! `minutebook audit` through the binary: the worst first, the reasons, the exit status.

use super::program::minutebook;
use std::path::Path;

const GOOD: &str = "Summary Report\n\n1. The group met on 4 May 2015.\n\n2. The agenda was adopted.\n\n3. The chair thanked the host.\n\n\
    4. The next meeting was set for June.\n\n5. Two members offered to draft the call.\n\n6. The budget was noted.\n\n\
    7. The secretariat reported on travel.\n\n8. The meeting closed at noon.\n";

#[test]
fn a_gap_lowers_the_score_and_the_exit_status_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    let good = write("good.txt", GOOD);
    let text =
        GOOD.replace("4. The next meeting was set for June.\n\n5. Two members offered to draft the call.\n\n", "");
    let bad = write("bad.txt", &text);
    let workspace: &Path = folder.path();

    let clean = minutebook(workspace, &["audit", &good]);
    assert_eq!(clean.status, Some(0), "{}", clean.err);
    let both = minutebook(workspace, &["audit", &good, &bad, "--format", "json"]);
    assert_eq!(both.status, Some(1), "{}", both.err);
    let answer: serde_json::Value = serde_json::from_str(&both.out).unwrap();
    assert_eq!(answer["schema"], "minutebook/audit/1");
    let reports = answer["reports"].as_array().unwrap();
    assert!(reports[0]["path"].as_str().unwrap().ends_with("bad.txt"));
    assert_eq!(reports[0]["reasons"][0], "paragraphs 4 to 5 are missing: 3 is followed by 6");
    assert_eq!((&reports[0]["needs_eyes"], &reports[1]["score"]), (&true.into(), &1.0.into()));
    let lenient = minutebook(workspace, &["audit", &bad, "--threshold", "0.5", "--format", "csv"]);
    assert_eq!(lenient.status, Some(0));
    assert!(lenient.out.contains("path,key,pages,score,needs_eyes,reasons"));
    assert_eq!(minutebook(workspace, &["audit", &good, "--threshold", "95"]).status, Some(2));
}

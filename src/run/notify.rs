//! `[notify]`: a program of the user's choice is told when a run needs a person: mail, a web hook, a pager.
//!
//! It is started without a shell, gets the words on its standard input and the facts in its environment, and can neither stop nor
//! delay a run for longer than its time.

use crate::settings::NotifySettings;
use crate::subprocess;
use crate::workspace::Workspace;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Bytes of the program's last words that a remark repeats.
const LAST_WORDS: usize = 300;

/// Tells the program of a run that ended with `status`, in these words.
///
/// # Errors
/// It cannot be started, fails, or takes too long: a sentence about it.
pub fn tell(settings: &NotifySettings, workspace: &Workspace, status: u8, words: &str) -> Result<(), String> {
    let Some((program, arguments)) = settings.command.split_first() else { return Ok(()) };
    if status == 0 && !settings.always {
        return Ok(());
    }
    let cannot = |why: &str| {
        format!("the program of [notify], {program}, {why}: nobody was told. Correct `command` in minutebook.toml")
    };
    let status = status.to_string();
    let mut child = Command::new(program)
        .args(arguments.iter().map(|argument| argument.replace("{status}", &status)))
        .env("MINUTEBOOK_STATUS", &status)
        .env("MINUTEBOOK_WORKSPACE", workspace.root())
        .env("MINUTEBOOK_REPORT", workspace.outputs().join("run-report.md"))
        .current_dir(workspace.root())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot(&format!("cannot be started ({error})")))?;
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let (ended, said) = std::thread::scope(|scope| {
        // Both pipes beside the waiting: a program that reads nothing, or says much, must not block it.
        scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(words.as_bytes())));
        let said = scope.spawn(move || {
            let mut said = Vec::new();
            let _ = stderr.map(|mut pipe| pipe.read_to_end(&mut said));
            said
        });
        let ended = subprocess::wait(&mut child, Duration::from_secs(settings.seconds));
        (ended, said.join().unwrap_or_default())
    });
    match ended {
        Ok(Some(status)) if status.success() => Ok(()),
        Ok(Some(status)) => Err(cannot(&format!("failed ({status}; {})", subprocess::last_words(&said, LAST_WORDS)))),
        Ok(None) => Err(cannot(&format!("took longer than {} seconds", settings.seconds))),
        Err(error) => Err(cannot(&format!("cannot be waited for ({error})"))),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn settings(command: &[&str]) -> NotifySettings {
        NotifySettings { command: command.iter().map(|word| (*word).to_owned()).collect(), ..NotifySettings::default() }
    }

    #[test]
    fn the_program_gets_the_words_and_no_shell_sees_them() {
        let dir = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(dir.path());
        let told = dir.path().join("told; touch injected");
        let tee = settings(&["tee", told.to_str().unwrap()]);
        tell(&tee, &workspace, 1, "$(touch injected) needs a person").unwrap();
        assert_eq!(std::fs::read_to_string(&told).unwrap(), "$(touch injected) needs a person");
        assert!(!dir.path().join("injected").exists());
        std::fs::remove_file(&told).unwrap();
        tell(&tee, &workspace, 0, "all is well").unwrap();
        assert!(!told.exists(), "a quiet run tells nobody");
        tell(&NotifySettings { always: true, ..tee }, &workspace, 0, "all is well").unwrap();
        assert!(told.exists());
    }

    #[test]
    fn a_program_that_fails_or_is_not_there_is_a_sentence() {
        let dir = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(dir.path());
        for (command, why) in [(["false"], "failed"), (["/there/is/none"], "cannot be started")] {
            let error = tell(&settings(&command), &workspace, 2, "words").unwrap_err();
            assert!(error.contains(why), "{error}");
        }
        let slow = NotifySettings { seconds: 0, ..settings(&["sleep", "600"]) };
        assert!(tell(&slow, &workspace, 2, &"many words ".repeat(100_000)).unwrap_err().contains("took longer"));
    }
}

//! The `minutebook` program: hands the arguments to the command line of the library and ends with its exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    minutebook::command_line()
}

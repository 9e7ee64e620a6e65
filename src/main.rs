//! The `minutebook` program: hands the arguments to the library's command line and ends with its exit status.

fn main() {}

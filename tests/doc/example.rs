// The workspace of the examples in the documentation: one report of two paragraphs, read. Included by each example.

/// A folder that goes away with the value, and the record in it.
fn example() -> Result<(tempfile::TempDir, minutebook::Record), minutebook::Error> {
    let folder = tempfile::tempdir().expect("a folder for files that go away again");
    let corpus = folder.path().join("corpus");
    std::fs::create_dir(&corpus).expect("a folder in it");
    let report = "Library Board\nSummary report of the meeting of 5 March 2024\n\n\
        1. The Board agreed to open on Sundays.\n\n\
        2. It was recommended that opening hours be printed on the door.\n";
    std::fs::write(corpus.join("library-board-2024-03-05.txt"), report).expect("a small file");
    let record = minutebook::Record::open(folder.path())?;
    record.run(&minutebook::RunOptions::default(), &minutebook::Unobserved)?;
    Ok((folder, record))
}

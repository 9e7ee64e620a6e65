//! What machines that come by are told: which pages there are (sitemaps.org), and whether they may list them (RFC 9309).

use super::folder::Folder;
use super::options::Options;
use crate::text::markup::{escaped, percent_encoded};

/// Addresses of one map at most, by its protocol.
const MOST_ADDRESSES: usize = 50_000;

/// `robots.txt`, and where the address of the site is known, its map.
pub fn files(folder: &Folder, options: &Options) -> Vec<(String, Vec<u8>)> {
    let mut robots = String::from("User-agent: *\n");
    robots.push_str(if options.listed { "Allow: /\n" } else { "Disallow: /\n" });
    let mut files = Vec::new();
    if let Some(url) = options.url.as_ref().filter(|_| options.listed) {
        robots.push_str(&format!("Sitemap: {url}sitemap.xml\n"));
        files.extend(maps(folder, url));
    }
    files.push(("robots.txt".to_owned(), robots.into_bytes()));
    files
}

fn maps(folder: &Folder, url: &str) -> Vec<(String, Vec<u8>)> {
    let address =
        |file: &str| escaped(&format!("{url}{}", percent_encoded(file.strip_suffix("index.html").unwrap_or(file))));
    let pages: Vec<String> = folder.pages().map(address).collect();
    let parts: Vec<&[String]> = pages.chunks(MOST_ADDRESSES).collect();
    if let [only] = parts.as_slice() {
        return vec![("sitemap.xml".to_owned(), list("urlset", "url", only))];
    }
    let named = |nth: usize| format!("sitemap-{}.xml", nth + 1);
    let mut files: Vec<_> =
        parts.iter().enumerate().map(|(nth, part)| (named(nth), list("urlset", "url", part))).collect();
    let of_parts: Vec<String> = (0..parts.len()).map(|nth| escaped(&format!("{url}{}", named(nth)))).collect();
    files.push(("sitemap.xml".to_owned(), list("sitemapindex", "sitemap", &of_parts)));
    files
}

fn list(around: &str, each: &str, addresses: &[String]) -> Vec<u8> {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{around} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for address in addresses {
        out.push_str(&format!("<{each}><loc>{address}</loc></{each}>\n"));
    }
    out.push_str(&format!("</{around}>\n"));
    out.into_bytes()
}

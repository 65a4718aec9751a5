//! The table of endpoints and the table of errors of distribution-spec 1.1, over requests as clients
//! send them.

use lychgate::test::{Answer, Client};
use lychgate_registry::{Algorithm, Digest, Registry, Store};
use serde_json::{Value, json};
use tempfile::TempDir;

const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

struct Site {
    client: Client<'static>,
    directory: TempDir,
}

impl Site {
    fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let store = Store::open(directory.path()).unwrap();
        Site { client: Client::new(Registry::new(store)), directory }
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let request = self.client.request(method, path).body(body.to_vec());
        headers.iter().fold(request, |it, (name, value)| it.header(name, value)).send()
    }

    fn get(&self, path: &str) -> Answer {
        self.client.get(path).send()
    }

    /// Pushes a blob in one request.
    fn blob(&self, name: &str, bytes: &[u8]) -> Digest {
        let digest = Algorithm::Sha256.of(bytes);
        let path = format!("/v2/{name}/blobs/uploads/?digest={digest}");
        let answer = self.ask("POST", &path, &[], bytes);
        assert_eq!(answer.status(), 201, "{}", answer.text());
        digest
    }

    fn begin(&self, name: &str) -> String {
        let answer = self.ask("POST", &format!("/v2/{name}/blobs/uploads/"), &[], b"");
        assert_eq!(answer.status(), 202);
        header(&answer, "Location")
    }

    fn put_manifest(&self, name: &str, reference: &str, manifest: &Value) -> Answer {
        let path = format!("/v2/{name}/manifests/{reference}");
        self.ask("PUT", &path, &[("Content-Type", MANIFEST)], manifest.to_string().as_bytes())
    }

    /// An image of one layer, with its blobs.
    fn image(&self, name: &str, layer: &[u8]) -> Value {
        let (config, digest) = (self.blob(name, b"{}"), self.blob(name, layer));
        json!({
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": descriptor("application/vnd.oci.image.config.v1+json", &config, 2),
            "layers": [descriptor("application/vnd.oci.image.layer.v1.tar", &digest, layer.len())],
        })
    }

    fn verify(&self) {
        let report = Store::open(self.directory.path()).unwrap().verify().unwrap();
        assert!(report.faults.is_empty(), "{report}");
    }
}

fn descriptor(media_type: &str, digest: &Digest, size: usize) -> Value {
    json!({ "mediaType": media_type, "digest": digest, "size": size })
}

fn header(answer: &Answer, name: &str) -> String {
    answer.header(name).unwrap_or_else(|| panic!("no {name}: {}", answer.text())).to_owned()
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text()).unwrap()
}

#[track_caller]
fn assert_fails(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status(), status, "{}", answer.text());
    assert_eq!(json(answer)["errors"][0]["code"], code, "{}", answer.text());
    assert_eq!(answer.header("Content-Type"), Some("application/json"));
}

#[test]
fn blobs_are_pushed_in_one_request_or_in_two() {
    let site = Site::new();
    assert_eq!(site.get("/v2/").status(), 200);
    let digest = site.blob("a/b", b"one");
    let blob = site.get(&format!("/v2/a/b/blobs/{digest}"));
    assert_eq!((blob.status().as_u16(), blob.text().as_str()), (200, "one"));
    assert_eq!(header(&blob, "Docker-Content-Digest"), digest.to_string());

    let location = site.begin("a/b/c");
    let long = Algorithm::Sha512.of(b"two");
    let done = site.ask("PUT", &format!("{location}?digest={long}"), &[], b"two");
    assert_eq!(done.status(), 201);
    assert_eq!(header(&done, "Location"), format!("/v2/a/b/c/blobs/{long}"));
    let path = header(&done, "Location");
    let head = site.ask("HEAD", &path, &[], b"");
    assert_eq!((head.status().as_u16(), header(&head, "Content-Length").as_str()), (200, "3"));
    let part = site.ask("GET", &path, &[("Range", "bytes=1-")], b"");
    assert_eq!((part.status().as_u16(), part.text().as_str()), (206, "wo"));
    site.verify();
}

#[test]
fn blobs_are_pushed_in_pieces_that_come_in_order() {
    let site = Site::new();
    let location = site.begin("a");
    let piece =
        |range: &str, body: &[u8]| site.ask("PATCH", &location, &[("Content-Range", range)], body);
    let first = piece("0-4", b"first");
    assert_eq!((first.status().as_u16(), header(&first, "Range").as_str()), (202, "0-4"));
    let early = piece("9-13", b"third");
    assert_fails(&early, 416, "BLOB_UPLOAD_INVALID");
    assert_eq!(
        (header(&early, "Location"), header(&early, "Range").as_str()),
        (location.clone(), "0-4")
    );
    assert_fails(&piece("5-20", b"short"), 400, "SIZE_INVALID");
    assert_fails(&piece("five", b"x"), 400, "BLOB_UPLOAD_INVALID");
    let progress = site.get(&location);
    assert_eq!((progress.status().as_u16(), header(&progress, "Range").as_str()), (204, "0-4"));
    assert_eq!(piece("5-6", b", ").status(), 202);
    assert_eq!(site.ask("PATCH", &location, &[], b"last").status(), 202);
    let digest = Algorithm::Sha256.of(b"first, last.");
    let done = site.ask(
        "PUT",
        &format!("{location}?digest={digest}"),
        &[("Content-Range", "11-11")],
        b".",
    );
    assert_eq!(done.status(), 201, "{}", done.text());
    assert_eq!(site.get(&header(&done, "Location")).text(), "first, last.");
    assert_fails(&site.get(&location), 404, "BLOB_UPLOAD_UNKNOWN");
    site.verify();
}

#[test]
fn what_is_not_what_it_says_is_not_kept() {
    let site = Site::new();
    let other = Algorithm::Sha256.of(b"other");
    let path = format!("/v2/a/blobs/uploads/?digest={other}");
    assert_fails(&site.ask("POST", &path, &[], b"this"), 400, "DIGEST_INVALID");
    let location = site.begin("a");
    let put = site.ask("PUT", &format!("{location}?digest={other}"), &[], b"this");
    assert_fails(&put, 400, "DIGEST_INVALID");
    assert_fails(&site.get(&location), 404, "BLOB_UPLOAD_UNKNOWN");
    let location = site.begin("a");
    assert_fails(
        &site.ask("PUT", &format!("{location}?digest=sha256:1"), &[], b""),
        400,
        "DIGEST_INVALID",
    );
    assert_fails(&site.ask("PUT", &location, &[], b""), 400, "UNSUPPORTED");
    assert_eq!(site.ask("DELETE", &location, &[], b"").status(), 204);
    assert_fails(&site.ask("DELETE", &location, &[], b""), 404, "BLOB_UPLOAD_UNKNOWN");
    for digest in [other, Algorithm::Sha256.of(b"this")] {
        assert_fails(&site.get(&format!("/v2/a/blobs/{digest}")), 404, "BLOB_UNKNOWN");
    }
    site.verify();
}

#[test]
fn a_blob_is_mounted_from_a_repository_that_has_it() {
    let site = Site::new();
    let digest = site.blob("library/a", b"shared");
    let mount = |from: &str| {
        site.ask("POST", &format!("/v2/b/blobs/uploads/?mount={digest}&from={from}"), &[], b"")
    };
    assert_eq!(mount("c").status(), 202, "an upload begins instead");
    assert_eq!(mount("NO/name").status(), 202);
    let mounted = mount("library/a");
    assert_eq!(mounted.status(), 201);
    let path = header(&mounted, "Location");
    assert_eq!(path, format!("/v2/b/blobs/{digest}"));
    assert_eq!(
        site.ask("DELETE", &format!("/v2/library/a/blobs/{digest}"), &[], b"").status(),
        202
    );
    assert_eq!(site.get(&path).text(), "shared", "the other repository still has it");
    assert_fails(&site.get(&format!("/v2/library/a/blobs/{digest}")), 404, "BLOB_UNKNOWN");
    site.verify();
}

#[test]
fn manifests_are_kept_byte_by_byte() {
    let site = Site::new();
    let image = site.image("a/b", b"layer");
    let put = site.put_manifest("a/b", "v1", &image);
    assert_eq!(put.status(), 201, "{}", put.text());
    let digest = header(&put, "Docker-Content-Digest");
    assert_eq!(header(&put, "Location"), format!("/v2/a/b/manifests/{digest}"));
    for reference in ["v1", &digest] {
        let answer = site.get(&format!("/v2/a/b/manifests/{reference}"));
        assert_eq!(answer.text(), image.to_string());
        assert_eq!(header(&answer, "Content-Type"), MANIFEST);
        assert_eq!(header(&answer, "Docker-Content-Digest"), digest);
    }
    assert_eq!(site.put_manifest("a/b", "v2", &image).status(), 201);
    assert_eq!(site.ask("DELETE", "/v2/a/b/manifests/v1", &[], b"").status(), 202);
    assert_fails(&site.get("/v2/a/b/manifests/v1"), 404, "MANIFEST_UNKNOWN");
    assert_eq!(site.get("/v2/a/b/manifests/v2").status(), 200);
    assert_eq!(site.ask("DELETE", &format!("/v2/a/b/manifests/{digest}"), &[], b"").status(), 202);
    assert_fails(&site.get("/v2/a/b/manifests/v2"), 404, "MANIFEST_UNKNOWN");
    assert_fails(&site.ask("DELETE", "/v2/a/b/manifests/v2", &[], b""), 404, "MANIFEST_UNKNOWN");
    site.verify();
}

#[test]
fn a_manifest_that_cannot_be_kept_is_refused() {
    let site = Site::new();
    let image = site.image("a", b"layer");
    let put = |body: &str, media_type: &str| {
        site.ask("PUT", "/v2/a/manifests/v1", &[("Content-Type", media_type)], body.as_bytes())
    };
    assert_fails(&put("{", MANIFEST), 400, "MANIFEST_INVALID");
    assert_fails(&put(r#"{"schemaVersion": 1}"#, MANIFEST), 400, "MANIFEST_INVALID");
    assert_fails(&put(&image.to_string(), "application/json"), 400, "MANIFEST_INVALID");
    let too_large = put(&" ".repeat((4 << 20) + 1), MANIFEST);
    assert_eq!(too_large.status(), 413, "it is refused before the application is called");
    assert_fails(&site.put_manifest("elsewhere", "v1", &image), 400, "MANIFEST_BLOB_UNKNOWN");
    let wrong = Algorithm::Sha256.of(b"").to_string();
    assert_fails(&site.put_manifest("a", &wrong, &image), 400, "DIGEST_INVALID");
    let mut foreign = image.clone();
    foreign["layers"][0]["digest"] = wrong.into();
    assert_fails(&site.put_manifest("a", "v1", &foreign), 400, "MANIFEST_BLOB_UNKNOWN");
    foreign["layers"][0]["urls"] = json!(["https://elsewhere.example/layer"]);
    assert_eq!(site.put_manifest("a", "v1", &foreign).status(), 201, "it is kept elsewhere");
}

#[test]
fn tags_are_listed_in_order_and_in_pages() {
    let site = Site::new();
    assert_fails(&site.get("/v2/a/tags/list"), 404, "NAME_UNKNOWN");
    let image = site.image("a", b"layer");
    assert_eq!(json(&site.get("/v2/a/tags/list")), json!({ "name": "a", "tags": [] }));
    for tag in ["v2", "latest", "v10", "v1"] {
        assert_eq!(site.put_manifest("a", tag, &image).status(), 201);
    }
    let mut path = "/v2/a/tags/list?n=3".to_owned();
    let mut pages = Vec::new();
    loop {
        let page = site.get(&path);
        pages.push(json(&page)["tags"].clone());
        let Some(link) = page.header("Link") else { break };
        let (target, relation) = link.split_once(">; ").unwrap();
        assert_eq!(relation, "rel=\"next\"");
        path = target.trim_start_matches('<').to_owned();
    }
    assert_eq!(pages, [json!(["latest", "v1", "v10"]), json!(["v2"])]);
    assert_eq!(json(&site.get("/v2/a/tags/list?n=0"))["tags"], json!([]));
    assert_eq!(site.get("/v2/a/tags/list?n=many").status(), 400);
}

#[test]
fn what_refers_to_a_manifest_is_listed() {
    let site = Site::new();
    let image = site.image("a", b"layer");
    let subject = header(&site.put_manifest("a", "v1", &image), "Docker-Content-Digest");
    let path = format!("/v2/a/referrers/{subject}");
    assert_eq!(json(&site.get(&path))["manifests"], json!([]));

    let mut signature = image.clone();
    signature["subject"] = descriptor(MANIFEST, &subject.parse().unwrap(), 1);
    signature["annotations"] = json!({ "by": "me" });
    let put = site.put_manifest("a", "signature", &signature);
    assert_eq!(header(&put, "OCI-Subject"), subject);
    let mut bill = signature.clone();
    bill["artifactType"] = json!("application/spdx+json");
    let bill = header(&site.put_manifest("a", "bill", &bill), "Docker-Content-Digest");

    let all = json(&site.get(&path));
    assert_eq!(all["mediaType"], "application/vnd.oci.image.index.v1+json");
    let types: Vec<_> =
        all["manifests"].as_array().unwrap().iter().map(|it| &it["artifactType"]).collect();
    assert!(types.contains(&&json!("application/spdx+json")), "{types:?}");
    assert!(types.contains(&&json!("application/vnd.oci.image.config.v1+json")), "the config's");
    assert_eq!(all["manifests"][0]["annotations"], json!({ "by": "me" }));

    let some = site.get(&format!("{path}?artifactType=application/spdx%2Bjson"));
    assert_eq!(header(&some, "OCI-Filters-Applied"), "artifactType");
    assert_eq!(json(&some)["manifests"].as_array().map(Vec::len), Some(1));

    assert_eq!(site.ask("DELETE", &format!("/v2/a/manifests/{bill}"), &[], b"").status(), 202);
    assert_eq!(json(&site.get(&path))["manifests"].as_array().map(Vec::len), Some(1));
    site.verify();
}

#[test]
fn an_address_that_is_none_is_told_why() {
    let site = Site::new();
    for (path, status, code) in [
        ("/v2/Upper/tags/list", 400, "NAME_INVALID"),
        ("/v2/a..b/manifests/v1", 400, "NAME_INVALID"),
        ("/v2/a/manifests/.v1", 400, "MANIFEST_INVALID"),
        ("/v2/a/manifests/sha256:1", 400, "DIGEST_INVALID"),
        ("/v2/a/blobs/sha256:1", 400, "DIGEST_INVALID"),
        ("/v2/a/blobs/md5:1", 400, "DIGEST_INVALID"),
        ("/v2/a/referrers/sha256:1", 400, "DIGEST_INVALID"),
        ("/v2/a/blobs/uploads/unknown", 404, "BLOB_UPLOAD_UNKNOWN"),
        ("/v2/a/other/x", 404, "NAME_UNKNOWN"),
        ("/", 404, "NAME_UNKNOWN"),
    ] {
        assert_fails(&site.get(path), status, code);
    }
    let digest = Algorithm::Sha256.of(b"");
    let put = site.ask("PUT", &format!("/v2/a/blobs/{digest}"), &[], b"");
    assert_fails(&put, 405, "UNSUPPORTED");
    assert_eq!(put.header("Allow"), Some("GET, HEAD, DELETE, OPTIONS"));
}

#[test]
fn a_name_may_hold_the_words_of_the_addresses() {
    let site = Site::new();
    for name in ["blobs", "a/blobs/uploads", "v2/manifests/tags/list"] {
        let image = site.image(name, name.as_bytes());
        assert_eq!(site.put_manifest(name, "v1", &image).status(), 201);
        assert_eq!(json(&site.get(&format!("/v2/{name}/tags/list")))["tags"], json!(["v1"]));
    }
    site.verify();
}

#[test]
fn many_pushes_at_once_leave_a_store_that_verifies() {
    let site = Site::new();
    std::thread::scope(|scope| {
        for pusher in 0..8 {
            let site = &site;
            scope.spawn(move || {
                for round in 0..4 {
                    let name = format!("team/{}", pusher % 3);
                    let image = site.image(&name, format!("shared layer {round}").as_bytes());
                    assert_eq!(
                        site.put_manifest(&name, &format!("v{round}"), &image).status(),
                        201
                    );
                }
            });
        }
    });
    site.verify();
}

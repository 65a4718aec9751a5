//! The program under web servers: of CGI under lighttpd and Apache, of SCGI under nginx.
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use lychgate::test::Client;
use tempfile::TempDir;

/// A folder that a web server may look into whoever it runs as, with the program in it.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_gateway"), folder.path().join("site")).unwrap();
    folder
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// A process that ends with its test.
struct Process {
    child: Child,
    /// The signal that it ends at.
    signal: &'static str,
    /// What it writes of its errors, to be told by a test that fails.
    log: Option<PathBuf>,
}

impl Process {
    /// Starts a web server, and waits until it answers.
    fn web_server(
        command: &mut Command,
        address: &str,
        signal: &'static str,
        folder: &TempDir,
    ) -> Process {
        let child = command.spawn().unwrap_or_else(|_| {
            panic!("{command:?} cannot be started: `apt-get install apache2 lighttpd nginx-light`")
        });
        let log = Some(folder.path().join("error.log"));
        let mut process = Process { child, signal, log };
        // It does not say when it is ready, and listens before it is.
        while !answers(address).unwrap_or(false) {
            assert!(process.child.try_wait().unwrap().is_none(), "{command:?} has ended");
            std::thread::sleep(Duration::from_millis(20));
        }
        process
    }
}

fn answers(address: &str) -> io::Result<bool> {
    let mut connection = TcpStream::connect(address)?;
    connection.write_all(b"GET / HTTP/1.0\r\n\r\n")?;
    Ok(connection.read(&mut [0])? > 0)
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(log) = self.log.as_ref().filter(|_| std::thread::panicking()) {
            eprintln!("{}:\n{}", log.display(), fs::read_to_string(log).unwrap_or_default());
        }
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            let id = self.child.id().to_string();
            let _ = Command::new("kill").args(["-s", self.signal, &id]).status();
            let _ = self.child.wait();
        }
    }
}

/// What every gateway does alike, for an application below `name` of the server's paths.
fn check(address: &str, name: &str, run_once: bool) {
    let client = Client::connect(address);
    let get = |path: &str| client.get(&format!("{name}{path}")).header("X-A", "b").send();
    let answer = get("/seen/caf%C3%A9%20au%20lait?q=%20");
    assert_eq!((answer.status().as_u16(), answer.cut()), (200, None));
    let golden = format!(
        "\"café au lait\" http://localhost{name}/seen/caf%C3%A9%20au%20lait?q=%20 \
         [{name:?}, \"127.0.0.1\", \"b\", \"{run_once}\"]"
    );
    assert_eq!(answer.text(), golden);

    let body: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let answer = client.post(&format!("{name}/echo")).body(body.clone()).send();
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes() == body, "another body");

    let lines: String = (0..1000).map(|number| format!("{number}\n")).collect();
    assert_eq!(get("/stream").text(), lines);
    let cookies = get("/cookies");
    let cookies = cookies.headers().get_all("set-cookie").iter();
    assert_eq!(cookies.collect::<Vec<_>>(), ["a=1", "b=2"]);
    let answer = get("/elsewhere");
    assert_eq!((answer.status().as_u16(), answer.header("location")), (303, Some("/seen/there")));
    assert_eq!(get("/nothing").status(), 404);
    assert_eq!(get("/panic").status(), 500);
    let head = client.request("HEAD", &format!("{name}/seen/x")).send();
    assert_eq!((head.status().as_u16(), &*head.text()), (200, ""));
    let answer = client.request("DELETE", &format!("{name}/echo")).send();
    assert_eq!((answer.status().as_u16(), answer.header("allow")), (405, Some("POST, OPTIONS")));
}

#[test]
fn lighttpd_starts_the_program() {
    let (folder, address) = (folder(), free_address());
    let (path, port) = (folder.path().display(), address.rsplit_once(':').unwrap().1);
    let configuration = format!(
        "server.modules = (\"mod_alias\", \"mod_cgi\")\n\
         server.bind = \"127.0.0.1\"\n\
         server.port = {port}\n\
         server.document-root = \"{path}\"\n\
         server.errorlog = \"{path}/error.log\"\n\
         server.upload-dirs = (\"{path}\")\n\
         alias.url = (\"/site\" => \"{path}/site\")\n\
         $HTTP[\"url\"] =~ \"^/site(/|$)\" {{ cgi.assign = (\"\" => \"\") }}\n"
    );
    let file = folder.path().join("lighttpd.conf");
    fs::write(&file, configuration).unwrap();
    let mut command = Command::new("lighttpd");
    let _server =
        Process::web_server(command.arg("-D").arg("-f").arg(file), &address, "TERM", &folder);
    check(&address, "/site", true);
}

#[test]
fn apache_starts_the_program() {
    const MODULES: &str = "/usr/lib/apache2/modules";
    let (folder, address) = (folder(), free_address());
    let path = folder.path().display();
    let modules = ["mpm_event", "authz_core", "alias", "cgid"]
        .map(|name| format!("LoadModule {name}_module {MODULES}/mod_{name}.so\n"))
        .concat();
    let configuration = format!(
        "{modules}\
         Listen {address}\n\
         ServerName localhost\n\
         ServerRoot {path}\n\
         User www-data\n\
         Group www-data\n\
         PidFile {path}/apache.pid\n\
         ScriptSock {path}/cgid.sock\n\
         ErrorLog {path}/error.log\n\
         ScriptAlias /site {path}/site\n\
         <Directory {path}>\nRequire all granted\n</Directory>\n"
    );
    let file = folder.path().join("apache.conf");
    fs::write(&file, configuration).unwrap();
    let mut command = Command::new("apache2");
    let command = command.arg("-DFOREGROUND").arg("-f").arg(file);
    let _server = Process::web_server(command, &address, "TERM", &folder);
    check(&address, "/site", true);
}

/// Starts the program as a server of SCGI.
fn serve(path: &Path) -> Process {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gateway"));
    let mut child = command.arg(path).stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    assert_eq!(line.trim_end(), format!("Serving on {}", path.display()));
    Process { child, signal: "TERM", log: None }
}

#[test]
fn nginx_asks_the_program() {
    let (folder, address) = (folder(), free_address());
    let path = folder.path().display();
    let socket = folder.path().join("site.sock");
    let mut program = serve(&socket);
    let configuration = format!(
        "daemon off; user root; pid {path}/nginx.pid; error_log {path}/error.log;\n\
         events {{ }}\n\
         http {{\n\
           access_log off; client_body_temp_path {path}/body; scgi_temp_path {path}/scgi;\n\
           server {{\n\
             listen {address};\n\
             include /etc/nginx/scgi_params;\n\
             scgi_pass_request_headers on;\n\
             location / {{ scgi_pass unix:{path}/site.sock; }}\n\
             location /shop/ {{\n\
               include /etc/nginx/scgi_params;\n\
               scgi_param SCRIPT_NAME /shop;\n\
               scgi_pass unix:{path}/site.sock;\n\
             }}\n\
           }}\n\
         }}\n"
    );
    let file = folder.path().join("nginx.conf");
    fs::write(&file, configuration).unwrap();
    let mut command = Command::new("nginx");
    let command = command.arg("-e").arg(folder.path().join("error.log")).arg("-c").arg(file);
    let _server = Process::web_server(command, &address, "QUIT", &folder);
    check(&address, "", false);
    check(&address, "/shop", false);
    // It ends at the signal, and nothing stays behind.
    let id = program.child.id().to_string();
    assert!(Command::new("kill").args(["-s", "TERM", &id]).status().unwrap().success());
    assert!(program.child.wait().unwrap().success());
    assert!(!socket.exists());
}

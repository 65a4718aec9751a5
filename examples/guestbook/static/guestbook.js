// Says how much may still be written. All works without this, too.
for (const text of document.querySelectorAll("textarea[maxlength]")) {
    const rest = document.createElement("p");
    rest.className = "rest";
    const count = () => {
        rest.textContent = `${text.maxLength - text.value.length} characters left`;
    };
    text.addEventListener("input", count);
    text.after(rest);
    count();
}

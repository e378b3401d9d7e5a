// Sends the form that a sign-in ends with.
document.getElementById("onward").submit();

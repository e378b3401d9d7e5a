package kit_test

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// samplePage is a page put together from the kit alone, to be compared with the
// design's pictures.
type samplePage struct {
	name  string
	frame fyne.CanvasObject
	focus fyne.Focusable
}

func pages() []samplePage {
	portal, entry := portalPage(false)
	wrong, wrongEntry := portalPage(true)
	return []samplePage{
		{"sign-in", signInPage(), nil},
		{"portal", portal, entry},
		{"portal-error", wrong, wrongEntry},
		{"test-user", testUserPage(), nil},
		{"review", reviewPage(), nil},
		{"apply", applyPage(false, false), nil},
		{"apply-failed", applyPage(true, false), nil},
		{"apply-log", applyPage(false, true), nil},
		{"hand-over", handOverPage(), nil},
		{"waiting", waitingPage(), nil},
	}
}

func railAt(current int, second ...string) *kit.Rail {
	r := kit.NewRail("Sign in", "Your portal", "Test user", "Review", "Apply", "Hand over", "Test", "Go live")
	for i := range 8 {
		text := ""
		if i < len(second) {
			text = second[i]
		}
		state := kit.StepTodo
		switch {
		case i < current:
			state = kit.StepDone
		case i == current:
			state = kit.StepCurrent
		}
		r.Set(i, state, text, i == current, i < current)
	}
	r.SetLedger(look.IconShield, "No changes yet", "You approve first", nil)
	return r
}

func bar(signedIn bool) *kit.TopBar {
	t := kit.NewTopBar("backupsso", kit.NewIconButton(look.IconLog, "Log", nil),
		kit.NewIconButton(look.IconHelp, "Help", nil), kit.NewIconButton(look.IconSliders, "Settings", nil))
	if signedIn {
		t.SetTenant("Northwind Traders", "northwindtraders.com", "mara.lind@northwindtraders.com", "", nil)
	} else {
		t.SetNobody("Not signed in")
	}
	return t
}

func footer(hint string, back, secondary, primary *kit.Button) *kit.Footer {
	f := kit.NewFooter()
	f.Set(back, nil, secondary, primary)
	f.SetHint(hint)
	return f
}

func page(b *kit.TopBar, r fyne.CanvasObject, f *kit.Footer, d *kit.LogDrawer, title, lead string, gap float32, parts ...fyne.CanvasObject) *kit.Frame {
	fr := kit.NewFrame(b, r, f, d)
	items := append([]fyne.CanvasObject{kit.NewPageHead(title, lead), kit.NewGap(gap)}, parts...)
	fr.SetContent(kit.NewColumn(0, items...))
	return fr
}

func signInPage() fyne.CanvasObject {
	options := kit.NewOptionGroup(0,
		kit.Option{Title: "In the browser on this computer", Why: "Opens Microsoft’s sign-in page. Right for most.", Icon: look.IconBrowser},
		kit.Option{Title: "With a code on another device", Why: "For a jump host without a browser. Some tenants block it.", Icon: look.IconDevice})
	mono := func(s string) fyne.CanvasObject { return kit.NewLine(kit.Code, look.Muted, s) }
	rights := kit.NewCard(nil,
		kit.NewInfoRow(look.IconPen, "Add and set up enterprise apps", "For the gallery app, its addresses and its certificate", mono("Application.ReadWrite.All")),
		kit.NewInfoRow(look.IconPeople, "Assign people to apps", "A strong right, used only for people you choose", mono("AppRoleAssignment.ReadWrite.All")),
		kit.NewInfoRow(look.IconPerson, "Read your name and your tenant", "To show you where you are", mono("User.Read")),
		kit.NewInfoRow(look.IconPlus, "Create a user", "Asked only if you have us create B.Simon", mono("User.ReadWrite.All")))
	more := kit.NewDisclosure("More: tenant, cloud, client app", "Own tenant, global cloud", kit.NewLead("Inside"))
	return page(bar(false), railAt(0), footer("Signing in changes nothing.", kit.NewButton(kit.Back, "Start", nil), nil,
		kit.NewButton(kit.Primary, "Open the sign-in page", nil).WithTrailingIcon(look.IconOpen)), nil,
		"Sign in to the tenant to set up", "Use a Cloud Application Administrator or an Application Administrator.", 20,
		options, kit.NewGap(20),
		kit.NewFlow(8, kit.NewLine(kit.Strong, look.Ink, "Microsoft will ask you to allow"), kit.NewSpring(),
			kit.NewButton(kit.Link, "Why do we ask?", nil).WithTrailingIcon(look.IconDown)),
		kit.NewGap(8), rights, kit.NewGap(12), more)
}

func portalPage(wrong bool) (fyne.CanvasObject, fyne.Focusable) {
	f := kit.NewField(kit.Host{}, "Subdomain")
	f.SetSuffix(".backup.autotask.net")
	id := kit.NewValueUnder(kit.Host{}, "Identifier (Entity ID)", "https://northwind.backup.autotask.net/singlesignon/saml/metadata", kit.CopyWords{})
	reply := kit.NewValueUnder(kit.Host{}, "Reply URL (Assertion Consumer Service URL)", "https://northwind.backup.autotask.net/singlesignon/saml/SSO", kit.CopyWords{})
	primary := kit.NewButton(kit.Primary, "Choose the test user", nil)
	hint := ""
	if wrong {
		f.SetText("northwind.backup.autotask.com")
		f.SetProblem("Portals end in .net. This one ends in .com.", "Use northwind", func() {})
		for _, v := range []*kit.ValueRow{id, reply} {
			v.SetText("")
			v.SetEmpty("Follows from the subdomain")
		}
		primary.SetEnabled(false)
		hint = "Fix the subdomain to go on."
	} else {
		f.SetText("northwind")
		f.SetOk("Well formed.", "Only support can confirm that it is yours.")
	}
	card := kit.NewCard(kit.NewHead("What Entra will be given", nil), id, reply)
	return page(bar(true), railAt(1, "Mara Lind"), footer(hint, kit.NewButton(kit.Back, "Back", nil), nil, primary), nil,
		"Which portal is yours?", "Entra needs two addresses. Both follow from your portal’s subdomain.", 24,
		f, kit.NewGap(12), card, kit.NewGap(16),
		kit.NewDisclosure("Where do I get this?", "In the address bar, or from support", kit.NewLead("Inside"))), f.Focusable()
}

func testUserPage() fyne.CanvasObject {
	name := kit.NewField(kit.Host{}, "Name").NoStatus()
	name.SetText("B.Simon")
	domain := kit.NewPicker(nil, "Domain", 0)
	domain.SetChoices(0, []string{"northwindtraders.com"}, []string{"Default"})
	below := kit.NewColumn(8, kit.NewColumns(29, kit.Col{Object: name, Width: 168}, kit.Col{Object: domain}),
		kit.NewPad(kit.NewStatusLine(kit.Done, "Free. Nobody has this address yet."), 6, 0, 6, 0))
	options := kit.NewOptionGroup(0,
		kit.Option{Title: "Create B.Simon", Why: "A throw-away account. You delete it when you are done.", Below: below},
		kit.Option{Title: "Choose someone", Why: "A person who has an Endpoint Backup account already."})
	b := kit.NewTopBar("backupsso", kit.NewIconButton(look.IconLog, "Log", nil), kit.NewIconButton(look.IconHelp, "Help", nil), kit.NewIconButton(look.IconSliders, "Settings", nil))
	b.SetPractice("PRACTICE")
	b.SetTenant("Contoso Practice", "contoso.example", "ada@contoso.example", "", nil)
	r := railAt(2, "Ada Lovelace", "contoso")
	r.SetLedger(look.IconFlask, "Practice tenant", "Reset it any time", nil)
	fr := page(b, r, footer("You see every change before it is made.", kit.NewButton(kit.Back, "Back", nil), nil,
		kit.NewButton(kit.Primary, "Review 7 practice changes", nil)), nil,
		"Who will try it first?", "One person proves the sign-in before anyone else can use it.", 24,
		options, kit.NewGap(20),
		kit.NewColumn(12, kit.NewStatusLine(kit.Info, "northwind-legal.com is not offered. It is federated: another server checks its passwords."),
			kit.NewStatusLine(kit.Info, "Autotask must know the same address. The hand-over asks support to activate it.").WithIcon(look.IconPortal),
			kit.NewStatusLine(kit.Info, "You see the first password once, after Apply.").WithIcon(look.IconKey)))
	fr.SetPractice(true)
	return fr
}

func reviewPage() fyne.CanvasObject {
	long := func(what, before, after string) kit.ChangeItem {
		return kit.ChangeItem{Verb: kit.Change, Word: "Change", What: what, Before: before, After: after, Mono: true, NowWord: "Now", ThenWord: "Then"}
	}
	list := kit.NewChangeList([]kit.ChangeGroup{
		{Title: "Single sign-on", Items: []kit.ChangeItem{
			{Verb: kit.Change, Word: "Change", What: "Sign-on mode", Before: "Not set", After: "SAML"},
			long("Identifier (Entity ID)", "Empty", "https://northwind.backup.autotask.net/singlesignon/saml/metadata"),
			long("Reply URL", "https://*.backup.autotask.net/singlesignon/saml/SSO", "https://northwind.backup.autotask.net/singlesignon/saml/SSO"),
		}},
		{Title: "Certificate", Items: []kit.ChangeItem{
			{Verb: kit.Create, Word: "Create", What: "Signing certificate", After: "3 years, until 23 Nov 2029"},
			{Verb: kit.Change, Word: "Change", What: "Active certificate", Before: "None", After: "The new one"},
		}},
		{Title: "Test user", Items: []kit.ChangeItem{
			{Verb: kit.Create, Word: "Create", What: "User", After: "B.Simon@northwindtraders.com"},
			{Verb: kit.Create, Word: "Create", What: "Assignment", After: "B.Simon as User"},
		}},
	}, kit.Folded{Word: "Already so", Summary: "Gallery app, assignment required", Show: "Show 2", Hide: "Hide",
		Items: []kit.ChangeItem{{Verb: kit.AlreadySo, Word: "Already so", What: "Gallery app", After: "Autotask Endpoint Backup"}}})
	count := func(icon look.IconName, colour fyne.ThemeColorName, text string) fyne.CanvasObject {
		return kit.NewCount(icon, colour, text)
	}
	return page(bar(true), railAt(3, "Mara Lind", "northwind", "B.Simon"), footer("You can undo them later.", kit.NewButton(kit.Back, "Back", nil), nil,
		kit.NewButton(kit.Primary, "Make 7 changes", nil)), nil,
		"Review 7 changes", "Nothing is changed yet. These changes go to Northwind Traders, in this order.", 20,
		kit.NewFlow(20, count(look.IconPlus, look.Ok, "3 create"), count(look.IconPen, look.Accent, "4 change"), count(look.IconSame, look.Faint, "2 already so"),
			kit.NewSpring(), kit.NewButton(kit.Link, "Copy as text", nil).WithIcon(look.IconCopy)),
		kit.NewGap(12), list)
}

func applyPage(failed, log bool) fyne.CanvasObject {
	jobs := kit.NewJobList("Set sign-on mode", "Set Identifier", "Set Reply URL", "Create certificate", "Activate certificate",
		"Create B.Simon", "Assign B.Simon", "Read everything back", "Build the bundle")
	for i, s := range []string{"0.6 s", "0.9 s", "0.8 s", "1.4 s"} {
		jobs.Set(i, kit.JobDone, s)
	}
	words := kit.DetailsWords{Details: "Details", Copy: "Copy", Copied: "Copied"}
	progress := kit.NewProgress("", "")
	var panel fyne.CanvasObject
	rail := railAt(4, "Mara Lind", "northwind", "B.Simon", "7 changes", "4 of 7")
	rail.SetLedger(look.IconUndo, "4 changes made", "Undo at the end", nil)
	title, lead := "Making 7 changes", "You may close the window. Next time it goes on from here."
	back := kit.NewButton(kit.Quiet, "Cancel", nil).WithIcon(look.IconClose)
	if failed {
		progress.Set("5 of 7 changes made", "1 min 9 s", 5./7)
		progress.SetProblem(true)
		jobs.Set(4, kit.JobDone, "52 s")
		jobs.Set(5, kit.JobProblem, "Refused")
		d := kit.NewDetails(kit.Host{}, words, kit.Pair{Name: "Code", Value: "403 Authorization_RequestDenied"},
			kit.Pair{Name: "Call", Value: "POST /v1.0/users"}, kit.Pair{Name: "Id", Value: "7d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4"},
			kit.Pair{Name: "Time", Value: "23 Nov 2026 14:06:16 +01:00"})
		d.SetOpen(true)
		panel = kit.NewProblemPanel(kit.ProblemWords{What: "Microsoft refused to create B.Simon", WhyHead: "Why",
			Why:      "Your account has no active User Administrator role. A role from PIM may have ended.",
			ToDoHead: "What to do", ToDo: "Activate the role, then try again. Or let someone else be the test user."}, d,
			kit.NewButton(kit.Primary, "Try again", nil).WithIcon(look.IconRenew).Small(), kit.NewButton(kit.Secondary, "Choose another", nil).Small())
		rail.Set(4, kit.StepProblem, "Stopped at 6 of 7", true, false)
		rail.SetLedger(look.IconUndo, "5 changes made", "Undo is ready", func() {})
		title, lead = "Stopped at change 6 of 7", "The 5 changes made so far are fine. Nothing is half done."
		back = kit.NewButton(kit.Quiet, "Undo 5 changes…", nil).WithIcon(look.IconUndo)
	} else {
		progress.Set("4 of 7 changes made", "1 min 4 s", 4./7)
		jobs.Set(4, kit.JobWaiting, "Waiting")
		w := kit.NewWaitPanel(kit.NewDetails(kit.Host{}, words))
		w.Set(kit.Waiting, "Waiting for Microsoft", "Microsoft copies the new certificate to all its servers. We wait until the metadata shows it.",
			kit.Pair{Name: "Usually", Value: "1 to 2 minutes"}, kit.Pair{Name: "Checked", Value: "9 times, last 3 s ago"},
			kit.Pair{Name: "Next check", Value: "in 2 s"}, kit.Pair{Name: "We stop asking", Value: "after 20 minutes"})
		w.SetElapsed("0:48")
		panel = w
	}
	drawer := kit.NewLogDrawer(kit.DrawerWords{Log: "Log", Copy: "Copy", Save: "Save as…"}, func() {}, func() {})
	drawer.SetLines([]kit.LogLine{
		{Time: "14:05:58", Method: "GET", Path: "…/federationmetadata.xml", Status: "200", Text: "certificate not there yet"},
		{Time: "14:05:53", Method: "GET", Path: "…/federationmetadata.xml", Status: "200", Text: "certificate not there yet"},
		{Time: "14:05:12", Method: "GET", Path: "…/servicePrincipals/{id}", Status: "200", Text: "thumbprint read back"},
		{Time: "14:05:11", Method: "PATCH", Path: "…/servicePrincipals/{id}", Status: "204", Text: "active certificate set"},
		{Time: "14:05:09", Method: "POST", Path: "…/addTokenSigningCertificate", Status: "200", Text: "valid until 23 Nov 2029"},
	}, "31 lines, newest first")
	next := kit.NewButton(kit.Primary, "Go to hand-over", nil)
	next.SetEnabled(false)
	f := page(bar(true), rail, footer("When all 7 are made.", back, nil, next), drawer, title, lead, 18,
		progress, kit.NewGap(18), kit.NewColumns(16, kit.Col{Object: jobs, Width: 320}, kit.Col{Object: panel}))
	drawer.SetOpen(log)
	return f
}

func handOverPage() fyne.CanvasObject {
	small := func(icon look.IconName, text string) *kit.Button {
		return kit.NewButton(kit.Secondary, text, nil).WithIcon(icon).Small()
	}
	file := kit.NewFlow(8, kit.NewCount(look.IconBundle, look.Accent, ""), kit.NewLine(kit.Strong, look.Ink, "northwind-sso-2026-11-23.zip"),
		kit.NewLine(kit.Body, look.Muted, "24 KB"), kit.NewSpring(), small(look.IconSave, "Save as…"), small(look.IconFolder, "Open folder"))
	bundle := kit.NewCard(nil, kit.NewPad(file, 10, 12, 10, 16),
		kit.NewFileList(190, kit.Pair{Name: "federation-metadata.xml", Value: "Signature checked, certificate matches"},
			kit.Pair{Name: "read-me.html", Value: "What support has to do, in 4 steps"},
			kit.Pair{Name: "values.txt", Value: "The values below"}, kit.Pair{Name: "certificate.cer", Value: "Expires 23 Nov 2029"},
			kit.Pair{Name: "SHA256SUMS", Value: "Shows if a file was altered"}),
		kit.NewNoteRow(kit.NewStatusLine(kit.Done, "No password, no token and no private key inside.").WithIcon(look.IconShieldOk), nil))
	row := func(name, value string) fyne.CanvasObject {
		return kit.NewValueBeside(kit.Host{}, 208, name, value, kit.CopyWords{})
	}
	id := "https://login.microsoftonline.com/4c1e7a90-1111-2222-3333-44445555-9b07/saml2"
	values := kit.NewCard(kit.NewHead("Values, if they ask", kit.NewButton(kit.Link, "Copy all", nil).WithIcon(look.IconCopy)).Ruled(),
		row("Login URL", id), row("Microsoft Entra Identifier", "https://sts.windows.net/4c1e7a90-1111-2222-3333-444455559b07/"),
		row("Logout URL", id), row("App Federation Metadata Url", id+"?appid=b2f0"), row("Thumbprint", "3F2A 91C4 07BE 5D10 A6E8 C2F7 44B9 0E6D 8835 1CFA"))
	r := railAt(5, "Mara Lind", "northwind", "B.Simon", "7 changes", "All 7 made")
	r.SetLedger(look.IconUndo, "7 changes made", "Undo is ready", func() {})
	return page(bar(true), r, footer("Attach the bundle to the draft.", kit.NewButton(kit.Back, "Back", nil),
		kit.NewButton(kit.Secondary, "I have sent it", nil), kit.NewButton(kit.Primary, "Open draft e-mail", nil).WithIcon(look.IconMail)), nil,
		"Send this to Autotask support", "Only they can load it on their side and activate B.Simon.", 20, bundle, kit.NewGap(16), values)
}

func waitingPage() fyne.CanvasObject {
	card := kit.NewCard(nil, kit.NewNoteRow(kit.NewStatusLine(kit.Waiting, "Tick what they confirm"), kit.NewLine(kit.Small, look.Wait, "Day 1")).AsHead(),
		kit.NewCheck("They have loaded the metadata", "From then on Autotask trusts your certificate.", false).InCard(),
		kit.NewCheck("They have activated the test user", "B.Simon@northwindtraders.com", true).InCard())
	ticket := kit.NewField(kit.Host{}, "Ticket number").NoStatus()
	ticket.SetPlaceholder("If they gave you one")
	deeds := kit.NewCard(nil, kit.NewDeedRow(look.IconShieldOk, "Prove our half now", "Have Entra sign B.Simon in and check its answer here.", kit.NewButton(kit.Secondary, "Prove it…", nil).Small()),
		kit.NewDeedRow(look.IconCalendar, "Note the expiry date", "A calendar entry 60 days before 23 Nov 2029.", kit.NewButton(kit.Secondary, "Save .ics", nil).Small()))
	r := railAt(5, "Mara Lind", "northwind", "B.Simon", "7 changes", "All 7 made")
	r.Set(5, kit.StepWaiting, "Waiting on support", true, false)
	r.SetLedger(look.IconUndo, "7 changes made", "Undo is ready", func() {})
	return page(bar(true), r, footer("Closing is safe. We remind you on 26 Nov.", kit.NewButton(kit.Back, "Back", nil), nil,
		kit.NewButton(kit.Secondary, "Test anyway", nil)), nil,
		"Waiting on Autotask support", "Sent today at 14:20. There is nothing to do until they answer.", 24,
		card, kit.NewGap(16), kit.NewColumns(16, kit.Col{Object: ticket, Width: 216}, kit.Col{Object: kit.NewPicker(nil, "Remind me in", 0, "3 days, 26 Nov"), Width: 216}, kit.Col{Object: kit.NewGap(1)}),
		kit.NewGap(28), kit.NewLine(kit.Strong, look.Ink, "Meanwhile"), kit.NewGap(8), deeds)
}

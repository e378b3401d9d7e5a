package ui

import (
	"context"
	"time"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// serialFlow passes calls on to a Flow one at a time, as a flow wants it: a page
// that was left may still have a call winding up when the next page asks.
type serialFlow struct {
	flow Flow
	turn chan struct{}
}

func newSerialFlow(flow Flow) *serialFlow {
	return &serialFlow{flow: flow, turn: make(chan struct{}, 1)}
}

// take waits for its turn; the returned func gives it back.
func (s *serialFlow) take(ctx context.Context, step setup.Step) (func(), error) {
	select {
	case s.turn <- struct{}{}:
		return func() { <-s.turn }, nil
	case <-ctx.Done():
		return nil, &setup.Problem{Step: step, Kind: setup.Cancelled, Err: ctx.Err()}
	}
}

func (s *serialFlow) SignIn(ctx context.Context, how setup.SignIn) (setup.Who, error) {
	give, err := s.take(ctx, setup.StepSignIn)
	if err != nil {
		return setup.Who{}, err
	}
	defer give()
	return s.flow.SignIn(ctx, how)
}

func (s *serialFlow) Permit(ctx context.Context, ask setup.Permit) (setup.Who, error) {
	give, err := s.take(ctx, setup.StepSignIn)
	if err != nil {
		return setup.Who{}, err
	}
	defer give()
	return s.flow.Permit(ctx, ask)
}

// Leave waits for what is under way to wind up.
func (s *serialFlow) Leave(ctx context.Context) error {
	give, err := s.take(ctx, setup.StepSignIn)
	if err != nil {
		return err
	}
	defer give()
	s.flow.Leave()
	return nil
}

func (s *serialFlow) Preflight(ctx context.Context, wish setup.Wish) (setup.Preflight, error) {
	give, err := s.take(ctx, setup.StepSignIn)
	if err != nil {
		return setup.Preflight{}, err
	}
	defer give()
	return s.flow.Preflight(ctx, wish)
}

func (s *serialFlow) Consented(ctx context.Context, consent setup.Consent) (bool, error) {
	give, err := s.take(ctx, setup.StepSignIn)
	if err != nil {
		return false, err
	}
	defer give()
	return s.flow.Consented(ctx, consent)
}

func (s *serialFlow) AwaitConsent(consent setup.Consent) error {
	return s.note(func() error { return s.flow.AwaitConsent(consent) })
}

func (s *serialFlow) LookUpUser(ctx context.Context, upn string) (setup.UserState, error) {
	give, err := s.take(ctx, setup.StepTestUser)
	if err != nil {
		return setup.UserState{}, err
	}
	defer give()
	return s.flow.LookUpUser(ctx, upn)
}

func (s *serialFlow) Plan(ctx context.Context, wish setup.Wish) (setup.Plan, error) {
	give, err := s.take(ctx, setup.StepGallery)
	if err != nil {
		return setup.Plan{}, err
	}
	defer give()
	return s.flow.Plan(ctx, wish)
}

func (s *serialFlow) Apply(ctx context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
	give, err := s.take(ctx, setup.StepGallery)
	if err != nil {
		return setup.Result{}, err
	}
	defer give()
	return s.flow.Apply(ctx, plan, tell)
}

func (s *serialFlow) Verify(ctx context.Context, wish setup.Wish) (setup.Report, error) {
	give, err := s.take(ctx, setup.StepVerify)
	if err != nil {
		return setup.Report{}, err
	}
	defer give()
	return s.flow.Verify(ctx, wish)
}

func (s *serialFlow) PlanUndo(ctx context.Context, wish setup.Wish) (setup.UndoPlan, error) {
	give, err := s.take(ctx, setup.StepApplication)
	if err != nil {
		return setup.UndoPlan{}, err
	}
	defer give()
	return s.flow.PlanUndo(ctx, wish)
}

func (s *serialFlow) Undo(ctx context.Context, plan setup.UndoPlan, tell func(setup.Event)) ([]setup.UndoRow, error) {
	give, err := s.take(ctx, setup.StepApplication)
	if err != nil {
		return nil, err
	}
	defer give()
	return s.flow.Undo(ctx, plan, tell)
}

func (s *serialFlow) Renew(ctx context.Context, wish setup.Wish, tell func(setup.Event)) (setup.Renewal, error) {
	give, err := s.take(ctx, setup.StepCertificate)
	if err != nil {
		return setup.Renewal{}, err
	}
	defer give()
	return s.flow.Renew(ctx, wish, tell)
}

func (s *serialFlow) Activate(ctx context.Context, wish setup.Wish, tell func(setup.Event)) ([]samlcfg.Finding, error) {
	give, err := s.take(ctx, setup.StepActive)
	if err != nil {
		return nil, err
	}
	defer give()
	return s.flow.Activate(ctx, wish, tell)
}

func (s *serialFlow) RollBack(ctx context.Context, wish setup.Wish, tell func(setup.Event)) ([]samlcfg.Finding, error) {
	give, err := s.take(ctx, setup.StepActive)
	if err != nil {
		return nil, err
	}
	defer give()
	return s.flow.RollBack(ctx, wish, tell)
}

func (s *serialFlow) Trial(ctx context.Context, wish setup.Wish) (setup.Trial, error) {
	give, err := s.take(ctx, setup.StepVerify)
	if err != nil {
		return setup.Trial{}, err
	}
	defer give()
	return s.flow.Trial(ctx, wish)
}

// Examine looks at what it is given alone, and takes no turn.
func (s *serialFlow) Examine(trial setup.Trial, raw []byte) (samlcfg.Reading, []samlcfg.Finding) {
	return s.flow.Examine(trial, raw)
}

func (s *serialFlow) PlanProof(ctx context.Context, wish setup.Wish) (setup.ProofPlan, error) {
	give, err := s.take(ctx, setup.StepProof)
	if err != nil {
		return setup.ProofPlan{}, err
	}
	defer give()
	return s.flow.PlanProof(ctx, wish)
}

func (s *serialFlow) Prove(ctx context.Context, plan setup.ProofPlan, desk setup.ProofDesk) (setup.Proof, error) {
	give, err := s.take(ctx, setup.StepProof)
	if err != nil {
		return setup.Proof{}, err
	}
	defer give()
	return s.flow.Prove(ctx, plan, desk)
}

func (s *serialFlow) SaveBundle(result setup.Result, path string) (string, error) {
	give, err := s.take(context.Background(), setup.StepBundle)
	if err != nil {
		return "", err
	}
	defer give()
	return s.flow.SaveBundle(result, path)
}

func (s *serialFlow) SaveFile(content []byte, path string) (string, error) {
	give, err := s.take(context.Background(), setup.StepBundle)
	if err != nil {
		return "", err
	}
	defer give()
	return s.flow.SaveFile(content, path)
}

func (s *serialFlow) SaveChangeRecord(result setup.Result, path string) ([]string, error) {
	give, err := s.take(context.Background(), setup.StepBundle)
	if err != nil {
		return nil, err
	}
	defer give()
	return s.flow.SaveChangeRecord(result, path)
}

func (s *serialFlow) NoteSupport(wish setup.Wish, said setup.Support) error {
	return s.note(func() error { return s.flow.NoteSupport(wish, said) })
}

func (s *serialFlow) NoteAsked(remind time.Time) error {
	return s.note(func() error { return s.flow.NoteAsked(remind) })
}

func (s *serialFlow) ForgetAsked() error { return s.note(s.flow.ForgetAsked) }

// note waits for its turn and records something.
func (s *serialFlow) note(record func() error) error {
	give, err := s.take(context.Background(), setup.StepBundle)
	if err != nil {
		return err
	}
	defer give()
	return record()
}

func (s *serialFlow) Mark(wish setup.Wish, stage setup.Stage) error {
	return s.note(func() error { return s.flow.Mark(wish, stage) })
}

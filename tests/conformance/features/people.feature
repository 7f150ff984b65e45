Feature: Human tasks
  What a person sees, what is accepted, and what becomes of it.

  Scenario: A person sees the task as it was written
    Given a workflow with tasks:
    """
    - first: {set: '${ .a }'}
    - outer:
        do:
          - ask:
              call: human-task:1.0.0@default
              with:
                title: '${ "Check " + .name }'
                description: Look at it
                assignee: '${ .who }'
                candidateGroups: [ops, '${ .team }']
                priority: high
                data: {name: '${ .name }'}
                form: {type: object, properties: {ok: {type: boolean, title: '${ .name }'}}}
    """
    And given the workflow input is:
    """
    {a: {name: Ada, who: bob, team: legal}}
    """
    When the workflow is executed
    And these human tasks are open:
    """
    - reference: /do/1/outer/do/0/ask
      visit: 1
      name: ask
      title: Check Ada
      description: Look at it
      assignee: bob
      candidate_groups: [ops, legal]
      priority: high
      due_at: null
      data: {name: Ada}
      form: {type: object, properties: {ok: {type: boolean, title: '${ .name }'}}}
    """
    And ask is completed with:
    """
    {ok: true}
    """
    Then the workflow should complete with output:
    """
    {ok: true}
    """

  Scenario: What does not fit the form is refused, and the task stays open
    Given a workflow with tasks:
    """
    - ask: {call: 'human-task:1.0.0@default', with: {title: Ask, form: {required: [n], properties: {n: {type: integer, minimum: 1}}}}}
    """
    When the workflow is executed
    And completing ask is refused because of '/n':
    """
    {n: 0}
    """
    And completing ask is refused because of 'n':
    """
    {}
    """
    And ask is completed with:
    """
    {n: 1}
    """
    Then the workflow should complete with output:
    """
    {n: 1}
    """
    And ask should run 1 times

  Scenario: Without a form any object is accepted
    Given a workflow with tasks:
    """
    - ask: {call: 'human-task:1.0.0@default', with: {title: Ask}, output: {as: '{answer: .}'}, export: {as: .answer}}
    - last: {set: '${ [., $context] }'}
    """
    When the workflow is executed
    And ask is completed with:
    """
    {any: [1]}
    """
    Then the workflow should complete with output:
    """
    [{answer: {any: [1]}}, {any: [1]}]
    """

  Scenario: A task is completed once
    Given a workflow with tasks:
    """
    - ask: {call: 'human-task:1.0.0@default', with: {title: Ask}}
    - gate: {listen: {to: {one: {with: {type: go}}}}}
    """
    When the workflow is executed
    And ask is completed with:
    """
    {n: 1}
    """
    And gate waits
    And no human task is open
    And completing what is not open at '/do/0/ask' is refused
    And these events are sent:
    """
    [{type: go, data: 2}]
    """
    Then the workflow should complete with output:
    """
    [2]
    """

  Scenario: Only an open task can be completed
    Given a workflow with tasks:
    """
    - first: {call: 'human-task:1.0.0@default', with: {title: First}}
    - second: {call: 'human-task:1.0.0@default', with: {title: Second}}
    """
    When the workflow is executed
    And first waits
    And completing what is not open at '/do/1/second' is refused
    And first is completed with:
    """
    {n: 1}
    """
    And second is completed with:
    """
    {n: 2}
    """
    Then the workflow should complete with output:
    """
    {n: 2}
    """

  Scenario: A task that is visited again is open again
    Given a workflow with tasks:
    """
    - ask: {call: 'human-task:1.0.0@default', with: {title: Ask}}
    - again: {switch: [{no: {when: .ok | not, then: ask}}]}
    """
    When the workflow is executed
    And visit 1 of ask is completed with:
    """
    {ok: false}
    """
    And visit 2 of ask is completed with:
    """
    {ok: true}
    """
    Then the workflow should complete with output:
    """
    {ok: true}
    """
    And ask should run 2 times

  Scenario: A task that timed out is not open any more
    Given a workflow with tasks:
    """
    - attempt:
        try: [{ask: {call: 'human-task:1.0.0@default', with: {title: Ask}, timeout: {after: PT0.05S}}}]
        catch: {errors: {with: {status: 408}}, do: [{other: {call: 'human-task:1.0.0@default', with: {title: Other}}}]}
    """
    When the workflow is executed
    And other waits
    And these human tasks are open:
    """
    [{name: other, reference: /do/0/attempt/catch/do/0/other}]
    """
    And completing what is not open at '/do/0/attempt/try/0/ask' is refused
    And other is completed with:
    """
    {n: 1}
    """
    Then the workflow should complete with output:
    """
    {n: 1}
    """

  Scenario: Two tasks are open at once, each with its own answer
    Given a workflow with tasks:
    """
    - both: {fork: {branches: [{left: {call: 'human-task:1.0.0@default', with: {title: L}}}, {right: {call: 'human-task:1.0.0@default', with: {title: R}}}]}}
    """
    When the workflow is executed
    And these human tasks are open:
    """
    [{name: left, title: L}, {name: right, title: R}]
    """
    And right is completed with:
    """
    {n: 2}
    """
    And left is completed with:
    """
    {n: 1}
    """
    Then the workflow should complete with output:
    """
    [{n: 1}, {n: 2}]
    """

  Scenario: What is due is told as a time, and nothing happens then
    Given a workflow with tasks:
    """
    - ask: {call: 'human-task:1.0.0@default', with: {title: Ask, dueIn: {milliseconds: 1}}}
    """
    When the workflow is executed
    And ask is due after it was opened
    And ask is completed with:
    """
    {n: 1}
    """
    Then the workflow should complete
    And no timers should have been set

  Scenario Outline: What is due at a moment is told in UTC
    Given a workflow with tasks:
    """
    - ask: {call: 'human-task:1.0.0@default', with: {title: Ask, due: <due>}}
    """
    When the workflow is executed
    Then these human tasks are open:
    """
    [{name: ask, due_at: '2026-12-01T10:00:00.000Z'}]
    """

    Examples:
      | due                           |
      | '2026-12-01T12:00:00+02:00'   |
      | '2026-12-01T10:00:00Z'        |
      | '${ "2026-12-01T10:00:00" }'  |

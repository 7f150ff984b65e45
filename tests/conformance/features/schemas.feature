Feature: Schemas
  Data is held against a schema at six places; what does not fit is a validation fault.

  Scenario: Workflow input, before it is transformed
    Given a workflow with tasks:
    """
    - only: {set: '${ 1 }'}
    """
    And the workflow has:
    """
    input: {schema: {document: {type: object, required: [n]}}, from: '{n: 1}'}
    """
    And given the workflow input is:
    """
    {m: 1}
    """
    When the workflow is executed
    Then the workflow should fault with a validation error of status 400 at '/'
    And only should not run

  Scenario: Task input, before it is transformed
    Given a workflow with tasks:
    """
    - first: {set: {m: 1}}
    - second: {input: {schema: {document: {required: [n]}}, from: '{n: 1}'}, set: '${ 1 }'}
    """
    When the workflow is executed
    Then the workflow should fault with a validation error of status 400 at '/do/1/second'
    And second should fault

  Scenario: Task output, after it was transformed
    Given a workflow with tasks:
    """
    - first: {set: {n: 1}, output: {as: .n, schema: {document: {type: object}}}}
    """
    When the workflow is executed
    Then the workflow should fault with a validation error of status 400 at '/do/0/first'

  Scenario: Exported context, after it was transformed
    Given a workflow with tasks:
    """
    - first: {set: {n: 1}, export: {as: .n, schema: {document: {type: object}}}}
    """
    When the workflow is executed
    Then the workflow should fault with a validation error of status 400 at '/do/0/first'

  Scenario: Workflow output, after it was transformed
    Given a workflow with tasks:
    """
    - first: {set: {n: 1}}
    """
    And the workflow has:
    """
    output: {as: .n, schema: {document: {type: object}}}
    """
    When the workflow is executed
    Then the workflow should fault with a validation error of status 400 at '/'
    And first should complete

  Scenario: The form of a human task
    Given a workflow with tasks:
    """
    - ask: {call: 'human-task:1.0.0@default', with: {title: Ask, form: {required: [ok]}}}
    """
    When the workflow is executed
    Then completing ask is refused because of 'ok':
    """
    {no: 1}
    """

  Scenario: What fits every schema passes
    Given a workflow with tasks:
    """
    - first:
        input: {schema: {document: {required: [raw]}}, from: '{n: .raw}'}
        set: {n: '${ .n + 1 }'}
        output: {as: '{m: .n}', schema: {document: {required: [m], properties: {m: {const: 2}}}}}
        export: {as: '{k: .m}', schema: {document: {required: [k]}}}
    """
    And the workflow has:
    """
    input: {schema: {document: {required: [w]}}, from: '{raw: .w}'}
    output: {as: '{o: .m}', schema: {format: json, document: {required: [o]}}}
    """
    And given the workflow input is:
    """
    {w: 1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {o: 2}
    """

  Scenario: The fault says where in the data
    Given a workflow with tasks:
    """
    - first: {set: {people: [{age: 1}, {age: old}]}, output: {schema: {document: {$ref: '#/$defs/all', $defs: {all: {properties: {people: {items: {properties: {age: {type: integer}}}}}}}}}}}
    """
    When the workflow is executed
    Then the workflow should fault
    And the error should tell '/people/1/age'

  Scenario: A validation fault can be caught
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {set: '${ 1 }', output: {schema: {document: {type: string}}}}}]
        catch:
          errors: {with: {type: 'https://open-workflow-specification.org/spec/1.0.0/errors/validation', status: 400}}
          do: [{handled: {set: '${ $error.instance }'}}]
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    /do/0/attempt/try/0/bad
    """
